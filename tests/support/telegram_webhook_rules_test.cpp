// What setWebhook and deleteWebhook take by the documents: one mutation for every rule is refused.
#include <gtest/gtest.h>

#include "tests/support/http_client.hpp"
#include "tests/support/telegram_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const json kSet{{"url", "https://herald.example/hook"},
                {"secret_token", std::string(256, 'a')},
                {"allowed_updates", {"message", "callback_query"}},
                {"drop_pending_updates", false},
                {"max_connections", 100}};

TelegramCall webhook_call(const std::string& method, const json& body) {
  const std::string text = body.dump();
  return read_telegram_call({}, {"POST /bot" + TelegramBot{}.token + "/" + method +
                                     " HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/json"
                                     "\r\nContent-Length: " +
                                     std::to_string(text.size()) + "\r\n\r\n",
                                 text, 0});
}

std::string refusal_of(const json& changes) {
  json body = kSet;
  body.merge_patch(changes);
  const TelegramCall call = webhook_call("setWebhook", body);
  return call.wrong ? call.wrong->description : "";
}

TEST(TelegramWebhookRules, TakeWhatTheDocumentsAsk) {
  EXPECT_EQ(refusal_of(json::object()), "");
  for (const char* url : {"https://a.example:443/", "https://a.example:80/x?y", "https://a.example:88",
                          "https://a.example:8443/x", ""})
    EXPECT_EQ(refusal_of({{"url", url}}), "") << url;
  EXPECT_FALSE(webhook_call("deleteWebhook", {{"drop_pending_updates", true}}).wrong);
  EXPECT_FALSE(webhook_call("deleteWebhook", json::object()).wrong);
}

TEST(TelegramWebhookRules, RefuseEachMutation) {
  const std::vector<std::pair<json, const char*>> mutations{
      {{{"url", "http://a.example/"}}, "HTTPS URL"},
      {{{"url", "https://"}}, "HTTPS URL"},
      {{{"url", "https://a.example:444/"}}, "ports 80, 88, 443 or 8443"},
      {{{"url", nullptr}}, "no URL"},
      {{{"url", 7}}, "url"},
      {{{"secret_token", std::string(257, 'a')}}, "secret token is too long"},
      {{{"secret_token", "a b"}}, "secret token contains unallowed characters"},
      {{{"secret_token", ""}}, "secret_token"},
      {{{"allowed_updates", nullptr}}, "allowed_updates"},
      {{{"allowed_updates", {"letters"}}}, "allowed_updates"},
      {{{"drop_pending_updates", "no"}}, "drop_pending_updates"},
      {{{"max_connections", 101}}, "max_connections"},
      {{{"max_connections", 0}}, "max_connections"},
      {{{"other", 1}}, ""}};
  for (const auto& [change, words] : mutations) {
    const std::string refusal = refusal_of(change);
    EXPECT_NE(refusal, "") << change;
    EXPECT_NE(refusal.find(words), std::string::npos) << change << ": " << refusal;
  }
  EXPECT_TRUE(webhook_call("deleteWebhook", {{"url", ""}}).wrong);
}

TEST(TelegramWebhook, IsSetOnceAndKeepsPollsAway) {
  TelegramServer server;
  const auto port = static_cast<std::uint16_t>(std::stoi(server.url().substr(server.url().rfind(':') + 1)));
  const auto called = [&](const std::string& method, const json& body) {
    HttpClient client{port};
    return json::parse(client
                           .send({"POST",
                                  "/bot" + server.bot().token + "/" + method,
                                  {{"Content-Type", "application/json"}},
                                  body.dump()})
                           .body);
  };
  const json poll{{"timeout", 0}, {"allowed_updates", {"message"}}};
  EXPECT_EQ(called("setWebhook", kSet).at("description"), "Webhook was set");
  EXPECT_EQ(called("setWebhook", kSet).at("description"), "Webhook is already set");
  EXPECT_EQ(server.webhook().secret, std::string(256, 'a'));
  EXPECT_EQ(called("getUpdates", poll).at("error_code"), 409);
  EXPECT_EQ(called("deleteWebhook", json::object()).at("result"), true);
  EXPECT_EQ(called("getUpdates", poll).at("ok"), true);
  EXPECT_EQ(server.webhook().url, "");
}

}  // namespace
}  // namespace herald::test
