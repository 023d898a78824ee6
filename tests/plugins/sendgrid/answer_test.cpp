#include "plugins/providers/sendgrid/answer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/sendgrid/error_table.hpp"
#include "tests/plugins/sendgrid/plugin_calls.hpp"

namespace herald::sendgrid::testing {
namespace {

using nlohmann::json;

std::string errors(const std::string& message, const std::string& field) {
  const json one{{"message", message}, {"field", field.empty() ? json() : json(field)}, {"help", nullptr}};
  return json{{"errors", json::array({one})}}.dump();
}

TEST(Answer, TakesTheIdOfTheHeader) {
  const json out = verdict({202, R"([["x-message-id","Q1abcDEFghiJKLmnoPQRst"]])", ""});
  EXPECT_EQ(out.at("kind"), "accepted");
  EXPECT_EQ(out.at("ids").at("provider_id"), "Q1abcDEFghiJKLmnoPQRst");
}

TEST(Answer, DoesNotKnowWithoutAnId) {
  EXPECT_EQ(verdict({202, "[]", ""}).at("kind"), "unknown");
  EXPECT_EQ(verdict({200, R"([["X-Message-Id","a"]])", ""}).at("kind"), "unknown");
}

struct Row {
  int status;
  const char* kind;
  const char* error_class;  ///< of rejected and retry
};

const std::vector<Row>& exchanges() {
  static const std::vector<Row> kExchanges{{400, "rejected", "content_rejected"},
                                           {401, "auth_failed", ""},
                                           {403, "auth_failed", ""},
                                           {404, "rejected", "config"},
                                           {405, "rejected", "config"},
                                           {406, "rejected", "internal"},
                                           {408, "unknown", ""},
                                           {413, "rejected", "content_rejected"},
                                           {415, "rejected", "internal"},
                                           {418, "rejected", "content_rejected"},
                                           {429, "rate_limited", ""},
                                           {500, "retry", "provider_down"},
                                           {502, "unknown", ""},
                                           {503, "retry", "provider_down"},
                                           {504, "unknown", ""},
                                           {520, "unknown", ""},
                                           {302, "rejected", "config"}};
  return kExchanges;
}

TEST(Answer, JudgesEveryStatusOfTheSheet) {
  for (const Row& row : exchanges())
    for (const std::string& body : {errors("no", ""), std::string{"<html>"}, std::string{}}) {
      const json out = verdict({row.status, "[]", body});
      EXPECT_EQ(out.at("kind"), row.kind) << row.status;
      EXPECT_EQ(out.value("class", ""), row.error_class) << row.status;
      EXPECT_EQ(out.at("code"), "http_" + std::to_string(row.status));
    }
}

TEST(ErrorTable, HoldsNoStatusThatNoExchangeCovers) {
  for (const StatusRow& row : status_rows())
    EXPECT_TRUE(std::ranges::any_of(exchanges(), [&](const Row& one) { return one.status == row.status; }))
        << row.status;
}

TEST(Answer, BlamesTheRecipientWhereTheFieldNamesHim) {
  const auto class_for = [](const char* field) {
    return verdict({400, "[]", errors("no", field)}).at("class").get<std::string>();
  };
  EXPECT_EQ(class_for("personalizations.0.to.0.email"), "invalid_recipient");
  EXPECT_EQ(class_for("personalizations.0.bcc.3.email"), "invalid_recipient");
  EXPECT_EQ(class_for("personalizations.0.to"), "content_rejected");
  EXPECT_EQ(class_for("personalizations.0.from.email"), "content_rejected");
  EXPECT_EQ(class_for("from.email"), "content_rejected");
}

TEST(Answer, WaitsUntilTheLimitIsReset) {
  const auto wait = [](const std::string& headers) { return asked_wait_ms(headers, kNow); };
  EXPECT_EQ(wait(R"([["X-RateLimit-Reset","1715941265"]])"), 30'000);
  EXPECT_EQ(wait(R"([["x-ratelimit-reset","1715941000"]])"), 0);
  EXPECT_EQ(wait(R"([["X-RateLimit-Reset","1715941535"]])"), 300'000);
  EXPECT_EQ(wait(R"([["X-RateLimit-Reset","1715941536"]])"), 300'000);
  EXPECT_EQ(wait(R"([["X-RateLimit-Reset","9223372036854775807"]])"), 300'000);
  EXPECT_EQ(wait(R"([["X-RateLimit-Reset","soon"]])"), std::nullopt);
  EXPECT_EQ(wait(R"([["Retry-After","7"],["X-RateLimit-Reset","1715941265"]])"), 7'000);
  EXPECT_EQ(wait("[]"), std::nullopt);
  EXPECT_EQ(verdict({429, R"([["X-RateLimit-Reset","1715941265"]])", ""}).at("after_ms"), 30'000);
}

TEST(Answer, RepeatsNeitherKeyNorAddresses) {
  const json out = verdict({400, "[]", errors("key SG.aaaa.bbbb, rcpt@example.net is no good", "")});
  EXPECT_EQ(out.at("text"), "key [secret], [address] is no good");
}

TEST(Answer, LeavesNothingInDoubtWhereOnlyValidated) {
  EXPECT_EQ(verdict({200, "[]", ""}, "test_account").at("kind"), "ok");
  EXPECT_EQ(verdict({202, "[]", ""}, "test_account").at("class"), "config");
  EXPECT_EQ(verdict({401, "[]", ""}, "test_account").at("kind"), "auth_failed");
  EXPECT_EQ(verdict({504, "[]", ""}, "test_account").at("kind"), "retry");
}

/// A word of an event, the enhanced code beside it, and what both mean.
struct Told {
  const char* word;
  const char* status;
  Failure failure;
};

const std::vector<Told>& drops() {
  static const std::vector<Told> kDrops{
      {"Bounced Address", "", Failure::InvalidRecipient},
      {"Invalid", "", Failure::InvalidRecipient},
      {"Unsubscribed Address", "", Failure::OptOut},
      {"Spam Reporting Address", "", Failure::Complaint},
      {"Spam Content (if spam checker app enabled)", "", Failure::Permanent},
      {"Spam Content", "", Failure::Permanent},
      {"Invalid SMTPAPI header", "", Failure::Permanent},
      {"Recipient List over Package Quota", "", Failure::AuthConfig},
      {"a new reason", "", Failure::Permanent}};
  return kDrops;
}

const std::vector<Told>& bounces() {
  static const std::vector<Told> kBounces{{"Invalid Address", "", Failure::InvalidRecipient},
                                          {"Mailbox Unavailable", "", Failure::InvalidRecipient},
                                          {"Technical", "", Failure::RetryLater},
                                          {"Technical Failure", "", Failure::RetryLater},
                                          {"Frequency or Volume Too High", "", Failure::RateLimited},
                                          {"Content", "5.1.1", Failure::Permanent},
                                          {"Reputation", "", Failure::Permanent},
                                          {"Unclassified", "5.7.1", Failure::Permanent},
                                          {"Unclassified", "5.1.1", Failure::InvalidRecipient},
                                          {"", "5.1.10", Failure::InvalidRecipient}};
  return kBounces;
}

bool tells(const std::vector<Told>& all, std::string_view word) {
  return std::ranges::any_of(all, [&](const Told& one) { return provider::lower(one.word) == word; });
}

TEST(ErrorTable, KnowsEveryReasonOfADrop) {
  for (const Told& one : drops()) EXPECT_EQ(drop_failure(one.word), one.failure) << one.word;
}

TEST(ErrorTable, KnowsEveryClassificationOfABounce) {
  for (const Told& one : bounces()) EXPECT_EQ(bounce_failure(one.word, one.status), one.failure) << one.word;
}

TEST(ErrorTable, HoldsNoWordThatNoEventCovers) {
  for (const WordRow& row : drop_rows()) EXPECT_TRUE(tells(drops(), row.word)) << row.word;
  for (const WordRow& row : bounce_rows()) EXPECT_TRUE(tells(bounces(), row.word)) << row.word;
}

}  // namespace
}  // namespace herald::sendgrid::testing
