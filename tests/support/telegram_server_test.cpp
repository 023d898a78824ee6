// The strict server against itself: a good request is taken, and one mutation for every rule is refused.
#include "tests/support/telegram_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/support/http_client.hpp"
#include "tests/support/odd_shapes.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kToken = TelegramBot{}.token;
const json kMessage{{"chat_id", 987654321}, {"text", "Order"}};
const json kPoll{{"limit", 15}, {"timeout", 0}, {"allowed_updates", {"message"}}};

struct TelegramDraft {
  std::string line{"POST /bot" + kToken + "/sendMessage HTTP/1.1"};
  std::string content_type{"application/json"};
  std::string body{kMessage.dump()};
  std::string more{};
};

std::string line_of(const std::string& method) { return "POST /bot" + kToken + "/" + method + " HTTP/1.1"; }

RawRequest request_of(const TelegramDraft& draft) {
  return {draft.line + "\r\nHost: 127.0.0.1:1\r\nContent-Type: " + draft.content_type +
              "\r\nContent-Length: " + std::to_string(draft.body.size()) + "\r\n" + draft.more + "\r\n",
          draft.body, 0};
}

int status_of(const TelegramDraft& draft) {
  const auto wrong = read_telegram_call({}, request_of(draft)).wrong;
  return wrong ? wrong->status : 200;
}

json with(json changes) {
  json body = kMessage;
  body.update(changes);
  return body;
}

std::string buttons(json button) {
  return with({{"reply_markup", {{"inline_keyboard", {{std::move(button)}}}}}}).dump();
}

TEST(TelegramRules, TakeTheRequestsOfTheDocuments) {
  EXPECT_EQ(status_of({}), 200);
  EXPECT_EQ(status_of({.line = line_of("getUpdates"), .body = kPoll.dump()}), 200);
  EXPECT_EQ(status_of({.line = line_of("getMe"), .body = "{}"}), 200);
  EXPECT_EQ(
      status_of(
          {.body =
               with({{"text", "<b>a</b> &amp;"}, {"parse_mode", "HTML"}, {"message_thread_id", 5}}).dump()}),
      200);
  EXPECT_EQ(status_of({.body = buttons({{"text", "Yes"}, {"callback_data", "y"}})}), 200);
}

TEST(TelegramRules, AnswerBodiesOfAnyShape) {
  const auto all_odd = [](const std::string& method, const json& good) {
    each_odd_shape(good, [&](const json& odd) {
      EXPECT_NO_THROW(static_cast<void>(status_of({.line = line_of(method), .body = odd.dump()}))) << method;
    });
  };
  const json button{{"text", "Yes"}, {"callback_data", "y"}};
  all_odd("sendMessage", with({{"parse_mode", "HTML"},
                               {"entities", {{{"type", "bold"}, {"offset", 0}, {"length", 1}}}},
                               {"reply_parameters", {{"message_id", 1}}},
                               {"link_preview_options", {{"is_disabled", true}}},
                               {"reply_markup", {{"inline_keyboard", {{button}}}}}}));
  all_odd("sendMessage",
          with({{"reply_markup", {{"keyboard", {{{{"text", "Yes"}}}}}, {"selective", true}}}}));
  all_odd("getUpdates", kPoll);
  all_odd("sendPhoto", {{"chat_id", 1}, {"photo", "https://a.example/a"}, {"caption", "A"}});
  all_odd("sendMediaGroup", {{"chat_id", 1},
                             {"media",
                              {{{"type", "photo"}, {"media", "https://a.example/a"}},
                               {{"type", "video"}, {"media", "https://a.example/b"}, {"caption", "B"}}}}});
  all_odd("sendVenue", {{"chat_id", 1}, {"latitude", 1}, {"longitude", 2}, {"title", "T"}, {"address", "A"}});
  all_odd("sendLocation", {{"chat_id", 1}, {"latitude", 1}, {"longitude", 2}, {"live_period", 60}});
  all_odd("getFile", {{"file_id", "A1"}});
}

TEST(TelegramRules, RefuseEachMutationOfTheHead) {
  const std::vector<std::pair<std::string, std::pair<TelegramDraft, int>>> mutations{
      {"another method", {{.line = "PUT /bot" + kToken + "/sendMessage HTTP/1.1"}, 405}},
      {"no /bot", {{.line = "POST /" + kToken + "/sendMessage HTTP/1.1"}, 404}},
      {"another token", {{.line = "POST /bot1:x/sendMessage HTTP/1.1"}, 401}},
      {"an encoded token",
       {{.line = "POST /bot123456%3A" + kToken.substr(7) + "/sendMessage HTTP/1.1"}, 401}},
      {"an unknown method", {{.line = line_of("sendText")}, 404}},
      {"a query", {{.line = line_of("sendMessage?chat_id=1")}, 404}},
      {"a form", {{.content_type = "application/x-www-form-urlencoded"}, 400}},
      {"a content type given twice", {{.more = "Content-Type: application/json\r\n"}, 400}},
      {"chunks", {{.more = "Transfer-Encoding: chunked\r\n"}, 400}},
      {"an expectation", {{.more = "Expect: 100-continue\r\n"}, 400}}};
  for (const auto& [name, mutation] : mutations)
    EXPECT_EQ(status_of(mutation.first), mutation.second) << name;
}

TEST(TelegramRules, RefuseEachMutationOfTheBody) {
  const std::vector<std::pair<std::string, std::string>> mutations{
      {"no JSON", "chat_id=1&text=x"},
      {"a list", "[]"},
      {"text that is no UTF-8", "{\"chat_id\":1,\"text\":\"\xe9\"}"},
      {"no chat", json{{"text", "x"}}.dump()},
      {"no text", json{{"chat_id", 1}}.dump()},
      {"an id in text", with({{"chat_id", "987654321"}}).dump()},
      {"an id that is no whole number", with({{"chat_id", 1.5}}).dump()},
      {"blanks alone", with({{"text", " \n"}}).dump()},
      {"4097 units", with({{"text", std::string(4097, 'x')}}).dump()},
      {"an unknown parameter", with({{"subject", "x"}}).dump()},
      {"a parameter that is null", with({{"parse_mode", nullptr}}).dump()},
      {"an unknown parse_mode", with({{"parse_mode", "markdown2"}}).dump()},
      {"an unknown tag", with({{"text", "<p>x</p>"}, {"parse_mode", "HTML"}}).dump()},
      {"a tag that stays open", with({{"text", "<b>x"}, {"parse_mode", "HTML"}}).dump()},
      {"markup given twice", with({{"parse_mode", "HTML"}, {"entities", json::array()}}).dump()},
      {"a flag in text", with({{"protect_content", "true"}}).dump()},
      {"a structure in text", with({{"reply_markup", R"({"force_reply":true})"}}).dump()},
      {"a reply to nothing", with({{"reply_parameters", json::object()}}).dump()},
      {"two markups", with({{"reply_markup", {{"force_reply", true}, {"remove_keyboard", true}}}}).dump()},
      {"data of 65 bytes", buttons({{"text", "A"}, {"callback_data", std::string(65, 'x')}})},
      {"no data", buttons({{"text", "A"}, {"callback_data", ""}})},
      {"a button without action", buttons({{"text", "A"}})},
      {"a button of two actions",
       buttons({{"text", "A"}, {"callback_data", "x"}, {"url", "https://a.example"}})}};
  for (const auto& [name, body] : mutations) EXPECT_EQ(status_of({.body = body}), 400) << name;
}

TEST(TelegramRules, RefuseEachMutationOfAPoll) {
  for (const json& change :
       {json{{"limit", 0}}, json{{"limit", 101}}, json{{"timeout", 51}}, json{{"offset", "1"}},
        json{{"allowed_updates", {"letters"}}}, json{{"allowed_updates", "[]"}}, json{{"wait", 1}}}) {
    json body = kPoll;
    body.update(change);
    EXPECT_EQ(status_of({.line = line_of("getUpdates"), .body = body.dump()}), 400) << change;
  }
  EXPECT_EQ(status_of({.line = line_of("getUpdates"), .body = R"({"limit":1})"}), 400)
      << "without allowed_updates";
}

class TelegramQueue : public testing::Test {
 protected:
  json poll(json changes = json::object()) {
    json body = kPoll;
    body.update(changes);
    const auto port =
        static_cast<std::uint16_t>(std::stoi(server_.url().substr(server_.url().rfind(':') + 1)));
    HttpClient client{port};
    return json::parse(client
                           .send({"POST",
                                  "/bot" + kToken + "/getUpdates",
                                  {{"Content-Type", "application/json"}},
                                  body.dump()})
                           .body);
  }
  TelegramServer server_;
};

TEST_F(TelegramQueue, GivesAnUpdateAgainUntilAnOffsetConfirmsIt) {
  const std::int64_t first = server_.write(1, "a").at("update_id");
  server_.write(1, "b");
  EXPECT_EQ(poll().at("result").size(), 2U);
  EXPECT_EQ(poll({{"limit", 1}}).at("result")[0].at("update_id"), first);
  EXPECT_EQ(server_.unconfirmed(), first);
  EXPECT_EQ(poll({{"offset", first + 1}}).at("result")[0].at("update_id"), first + 1);
  EXPECT_EQ(server_.unconfirmed(), first + 1);
  EXPECT_EQ(server_.given().at(first), 2);
}

TEST_F(TelegramQueue, EndsAPollWhenAnotherBegins) {
  json first;
  std::atomic<bool> ended{false};
  std::thread waiting{[&] {
    first = poll({{"timeout", 20}});
    ended = true;
  }};
  while (!ended) poll();
  waiting.join();
  EXPECT_EQ(first.at("error_code"), 409);
  EXPECT_GE(server_.terminated(), 1);
}

TEST_F(TelegramQueue, GivesNothingWhileAWebhookIsSet) {
  server_.has_webhook(true);
  EXPECT_EQ(poll().at("error_code"), 409);
}

}  // namespace
}  // namespace herald::test
