#include "plugins/providers/sendgrid/answer.hpp"

#include <gtest/gtest.h>

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

TEST(Answer, JudgesEveryStatusOfTheSheet) {
  for (const Row& row :
       {Row{400, "rejected", "content_rejected"}, Row{401, "auth_failed", ""}, Row{403, "auth_failed", ""},
        Row{404, "rejected", "config"}, Row{405, "rejected", "config"}, Row{406, "rejected", "internal"},
        Row{408, "unknown", ""}, Row{413, "rejected", "content_rejected"}, Row{415, "rejected", "internal"},
        Row{418, "rejected", "content_rejected"}, Row{429, "rate_limited", ""},
        Row{500, "retry", "provider_down"}, Row{502, "unknown", ""}, Row{503, "retry", "provider_down"},
        Row{504, "unknown", ""}, Row{520, "unknown", ""}, Row{302, "rejected", "config"}})
    for (const std::string& body : {errors("no", ""), std::string{"<html>"}, std::string{}}) {
      const json out = verdict({row.status, "[]", body});
      EXPECT_EQ(out.at("kind"), row.kind) << row.status;
      EXPECT_EQ(out.value("class", ""), row.error_class) << row.status;
      EXPECT_EQ(out.at("code"), "http_" + std::to_string(row.status));
    }
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

TEST(ErrorTable, KnowsEveryReasonOfADrop) {
  EXPECT_EQ(drop_failure("Bounced Address"), Failure::InvalidRecipient);
  EXPECT_EQ(drop_failure("Invalid"), Failure::InvalidRecipient);
  EXPECT_EQ(drop_failure("Unsubscribed Address"), Failure::OptOut);
  EXPECT_EQ(drop_failure("Spam Reporting Address"), Failure::OptOut);
  EXPECT_EQ(drop_failure("Spam Content (if spam checker app enabled)"), Failure::Permanent);
  EXPECT_EQ(drop_failure("Invalid SMTPAPI header"), Failure::Permanent);
  EXPECT_EQ(drop_failure("Recipient List over Package Quota"), Failure::AuthConfig);
  EXPECT_EQ(drop_failure("a new reason"), Failure::Permanent);
}

TEST(ErrorTable, KnowsEveryClassificationOfABounce) {
  EXPECT_EQ(bounce_failure("Invalid Address", ""), Failure::InvalidRecipient);
  EXPECT_EQ(bounce_failure("Mailbox Unavailable", ""), Failure::InvalidRecipient);
  EXPECT_EQ(bounce_failure("Technical", ""), Failure::RetryLater);
  EXPECT_EQ(bounce_failure("Technical Failure", ""), Failure::RetryLater);
  EXPECT_EQ(bounce_failure("Frequency or Volume Too High", ""), Failure::RateLimited);
  EXPECT_EQ(bounce_failure("Content", "5.1.1"), Failure::Permanent);
  EXPECT_EQ(bounce_failure("Reputation", ""), Failure::Permanent);
  EXPECT_EQ(bounce_failure("Unclassified", "5.7.1"), Failure::Permanent);
  EXPECT_EQ(bounce_failure("Unclassified", "5.1.1"), Failure::InvalidRecipient);
  EXPECT_EQ(bounce_failure("", "5.1.10"), Failure::InvalidRecipient);
}

}  // namespace
}  // namespace herald::sendgrid::testing
