#include "plugins/providers/mailgun/answer.hpp"

#include <gtest/gtest.h>

#include "plugins/providers/mailgun/date.hpp"
#include "plugins/providers/mailgun/error_table.hpp"
#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

using nlohmann::json;

std::string error(const std::string& message) { return json{{"message", message}}.dump(); }

/// Every row of the table with a message that has its words, and what becomes of an e-mail. Written apart
/// from the table under test.
struct Exchange {
  int status;
  const char* message;
  const char* kind;
  const char* error_class;
};
const std::vector<Exchange>& exchanges() {
  static const std::vector<Exchange> kExchanges{
      {400, "from parameter is missing", "rejected", "content_rejected"},
      {400, "from parameter is not a valid address", "rejected", "config"},
      {400, "'to' parameter is not a valid address. please check documentation", "rejected",
       "invalid_recipient"},
      {400, "'from' parameter is not a valid address. please check documentation", "rejected", "config"},
      {400, "to parameter is not a valid address. please check documentation", "rejected",
       "invalid_recipient"},
      {400, "cc parameter is not a valid address", "rejected", "invalid_recipient"},
      {400, "bcc parameter is not a valid address", "rejected", "invalid_recipient"},
      {400, "Need at least one of 'text' or 'html' parameters specified", "rejected", "content_rejected"},
      {400, "too many recipients", "rejected", "content_rejected"},
      {400, "at most 1000 recipients", "rejected", "content_rejected"},
      {400, "add it to your authorized recipients", "rejected", "config"},
      {400, "Sandbox subdomains are for test purposes only", "rejected", "config"},
      {400, "Free accounts are limited; your free account", "rejected", "config"},
      {400, "The domain is unverified", "rejected", "config"},
      {400, "Domain is not verified", "rejected", "config"},
      {400, "Domain mg.herald.example is disabled", "rejected", "config"},
      {400, "Please activate your account", "rejected", "config"},
      {400, "account needs activation", "rejected", "config"},
      {400, "o:deliverytime parameter is not a valid RFC 2822 date", "rejected", "content_rejected"},
      {401, "Forbidden", "auth_failed", ""},
      {402, "Request failed", "rejected", "config"},
      {403, "not allowed", "auth_failed", ""},
      {404, "Domain not found: mg.herald.example", "rejected", "config"},
      {413, "too large", "rejected", "content_rejected"},
      {429, "too many", "rate_limited", ""},
      {500, "Internal Server Error", "retry", "provider_down"},
      {502, "Bad Gateway", "unknown", ""},
      {503, "Unavailable", "retry", "provider_down"},
      {504, "Gateway Timeout", "unknown", ""}};
  return kExchanges;
}

TEST(ErrorTable, GivesEveryExchangeItsVerdict) {
  for (const Exchange& one : exchanges()) {
    const json out = verdict({one.status, "[]", error(one.message)});
    EXPECT_EQ(out.at("kind"), one.kind) << one.status << one.message;
    EXPECT_EQ(out.value("class", ""), one.error_class) << one.status << one.message;
    EXPECT_EQ(out.at("code"), "http_" + std::to_string(one.status));
  }
}

TEST(ErrorTable, HoldsNoRowThatNoExchangeCovers) {
  for (const ErrorRow& row : error_rows()) {
    const bool covered = std::ranges::any_of(exchanges(), [&](const Exchange& one) {
      const ErrorRow* first = nullptr;
      std::string message = one.message;
      std::ranges::transform(message, message.begin(), [](unsigned char c) { return std::tolower(c); });
      std::erase(message, '\'');
      for (const ErrorRow& each : error_rows())
        if (first == nullptr && each.status == one.status && message.find(each.part) != std::string::npos)
          first = &each;
      return first == &row;
    });
    EXPECT_TRUE(covered) << row.status << " " << row.part;
  }
}

TEST(ErrorTable, JudgesStatusesThatItLacks) {
  EXPECT_EQ(verdict({408, "[]", ""}).at("kind"), "unknown");
  EXPECT_EQ(verdict({599, "[]", ""}).at("kind"), "unknown");
  EXPECT_EQ(verdict({418, "[]", ""}).at("class"), "content_rejected");
  EXPECT_EQ(verdict({302, "[]", ""}).at("class"), "config");
}

TEST(Answer, TakesTheIdWithoutItsBrackets) {
  const json out = verdict({200, "[]", R"({"id":"<m1@mg>","message":"Queued. Thank you."})"});
  EXPECT_EQ(out.at("kind"), "accepted");
  EXPECT_EQ(out.at("ids").at("provider_id"), "m1@mg");
}

TEST(Answer, IsWrongSetUpWhereItIsTheFrontPageAndUnknownWhereItHasNoId) {
  EXPECT_EQ(verdict({200, "[]", "Mailgun Magnificent API"}).at("code"), "wrong_path");
  EXPECT_EQ(verdict({200, "[]", "\"Mailgun Magnificent API\""}).at("class"), "config");
  for (const char* body : {"", "{}", "[]", "<html>", R"({"id":""})", R"({"id":null})", R"({"id":"<>"})"})
    EXPECT_EQ(verdict({200, "[]", body}).at("kind"), "unknown") << body;
  EXPECT_EQ(verdict({200, "[]", json{{"id", "<" + std::string(256, 'x') + ">"}}.dump()}).at("kind"),
            "unknown");
}

TEST(Answer, WaitsUntilTheTimeInTheText) {
  const auto wait = [](const std::string& text) { return wait_in_text(text, kNow); };
  const std::string before = "recipient limit exceeded, try again after ";
  EXPECT_EQ(wait(before + "Fri, 17 May 2024 10:34:05 UTC"), 40'000);
  EXPECT_EQ(wait(before + "Fri, 17 May 2024 10:00:00 UTC"), 0);
  EXPECT_EQ(wait(before + "Mon, 17 May 2027 10:00:00 UTC"), 86'400'000);
  EXPECT_EQ(wait(before + "soon"), std::nullopt);
  EXPECT_EQ(wait(before + "Fri, 17 Mai 2024 10:34:05 UTC"), std::nullopt);
  EXPECT_EQ(wait("try later"), std::nullopt);
  EXPECT_EQ(verdict({429, "[]", error(before + "Fri, 17 May 2024 10:34:05 UTC")}).at("after_ms"), 40'000);
  EXPECT_EQ(verdict({429, R"([["Retry-After","7"]])", error("no")}).at("after_ms"), 7'000);
  EXPECT_FALSE(verdict({429, "[]", error("no")}).contains("after_ms"));
}

TEST(Answer, RepeatsNeitherKeyNorAddresses) {
  const std::string key = test::MailgunAccount{}.api_key;
  EXPECT_EQ(verdict({400, "[]", error("key " + key + ": rcpt@example.net is no good")}).at("text"),
            "key [secret]: [address] is no good");
}

TEST(Answer, ReadsPlainTextOfOneLine) {
  EXPECT_EQ(error_text("Forbidden"), "Forbidden");
  EXPECT_EQ(error_text("<html>no</html>"), "");
  EXPECT_EQ(error_text(std::string(201, 'x')), "");
  EXPECT_EQ(error_text(R"({"message":"m"})"), "m");
  EXPECT_EQ(error_text("[]"), "");
}

json looked_up(const std::string& items, std::int64_t attempted, int status = 200) {
  json input = message_input();
  input["message"]["attempted_ms"] = attempted;
  const std::string input_text = input.dump();
  const std::string account_text = account().dump();
  const auto out = plugin().on_response({.op = "lookup", .input = input_text, .account = account_text},
                                        {status, "[]", R"({"items":)" + items + "}"});
  return json::parse(out.json).at("verdict");
}

TEST(Lookup, FindsTheMessageByItsReference) {
  const std::string ours =
      R"([17,{"user-variables":null},{"message":{"headers":{"message-id":"m0"}},"user-variables":{"herald_ref":"b"}},
      {"message":{"headers":{"message-id":"m1@mg"}},"user-variables":{"herald_ref":"a1"}}])";
  EXPECT_EQ(looked_up(ours, kNow - 60'000).at("ids").at("provider_id"), "m1@mg");
}

TEST(Lookup, KnowsOnlyAfterHalfAnHourThatAMessageIsNotThere) {
  EXPECT_EQ(looked_up("[]", kNow - 1'800'000).at("kind"), "unknown");
  EXPECT_EQ(looked_up("[]", kNow - 1'800'001).at("kind"), "retry");
  constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
  EXPECT_EQ(looked_up("[]", kNow - kDay + 1).at("kind"), "retry");
  EXPECT_EQ(looked_up("[]", kNow - kDay).at("kind"), "unknown") << "events may be kept no longer than a day";
  std::string full = "[0";
  for (int i = 1; i < 300; ++i) full += ",0";
  EXPECT_EQ(looked_up(full + "]", kNow - 1'800'001).at("kind"), "unknown") << "there may be further pages";
  EXPECT_EQ(looked_up("{}", kNow - 1'800'001).at("kind"), "unknown");
  EXPECT_EQ(looked_up("[]", kNow - 1'800'001, 401).at("kind"), "unknown") << "a sending key may not look";
}

}  // namespace
}  // namespace herald::mailgun::testing
