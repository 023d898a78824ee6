#include "plugins/providers/aws_sns/error_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

/// Every code, by what becomes of a message. Written apart from the table under test.
struct Meaning {
  const char* kind;  ///< of an answer's verdict
  const char* error_class;
  std::vector<const char*> codes;
};

const std::vector<Meaning>& code_meanings() {
  static const std::vector<Meaning> kMeanings{
      {"rate_limited", "quota", {"RequestLimitExceeded", "Throttled", "Throttling", "ThrottlingException"}},
      {"retry", "transient", {"KMSThrottling", "RequestTimeout"}},
      {"unknown", "transient", {"InternalError", "InternalFailure"}},
      {"retry", "provider_down", {"ServiceUnavailable"}},
      {"auth_failed",
       "auth",
       {"AccessDenied", "AccessDeniedException", "AuthorizationError", "ExpiredToken",
        "ExpiredTokenException", "IncompleteSignature", "InvalidClientTokenId", "InvalidSecurity",
        "MissingAuthenticationToken", "OptInRequired", "RequestExpired", "RequestTimeTooSkewed",
        "SignatureDoesNotMatch", "UnrecognizedClientException"}},
      {"rejected",
       "config",
       {"FilterPolicyLimitExceeded", "KMSAccessDenied", "KMSDisabled", "KMSInvalidState", "KMSNotFound",
        "KMSOptInRequired", "NotFound", "SubscriptionLimitExceeded", "TopicLimitExceeded"}},
      {"rejected", "blocked", {"OptedOut"}},
      {"rejected",
       "content_rejected",
       {"EndpointDisabled", "InvalidAction", "InvalidParameter", "InvalidParameterValue",
        "MalformedQueryString", "MissingParameter", "ParameterValueInvalid", "PlatformApplicationDisabled",
        "UserError", "ValidationError", "ValidationException"}}};
  return kMeanings;
}

const std::vector<Meaning>& response_meanings() {
  static const std::vector<Meaning> kMeanings{
      {"",
       "content_rejected",
       {"Blocked as spam by phone carrier", "Phone carrier has blocked this message",
        "Message body is invalid"}},
      {"",
       "blocked",
       {"Destination is on a blocked list", "Phone is on a blocked list", "Phone has blocked SMS",
        "Phone number is opted out"}},
      {"", "invalid_recipient", {"Invalid phone number"}},
      {"",
       "transient",
       {"Phone carrier is currently unreachable/unavailable", "Phone is currently unreachable/unavailable",
        "Unknown error attempting to reach phone"}},
      {"", "config", {"This delivery would exceed max price", "No quota left for account"}}};
  return kMeanings;
}

std::size_t count_of(const std::vector<Meaning>& meanings) {
  std::size_t out = 0;
  for (const Meaning& one : meanings) out += one.codes.size();
  return out;
}

TEST(ErrorTable, GivesEveryCodeItsVerdict) {
  for (const Meaning& meaning : code_meanings())
    for (const char* code : meaning.codes) {
      const json found = verdict({.status = 400, .body = test::aws_sns_error({400, code, "m"})});
      EXPECT_EQ(found.at("kind"), meaning.kind) << code;
      EXPECT_EQ(found.at("code"), code);
      EXPECT_EQ(error_class(failure_of(code, "m")), meaning.error_class) << code;
      EXPECT_EQ(found.value("class", meaning.error_class), meaning.error_class) << code;
    }
  EXPECT_EQ(code_rows().size(), count_of(code_meanings()));
}

TEST(ErrorTable, GivesEveryPhraseOfARecordItsClass) {
  for (const Meaning& meaning : response_meanings())
    for (const char* phrase : meaning.codes) {
      const test::AwsSnsSeen message{.form = {{"PhoneNumber", "+447700900777"}}, .message_id = "m1"};
      const json receipt = events_of(test::aws_sns_delivery_record(message, "FAILURE", phrase)).at(0);
      EXPECT_EQ(receipt.at("state"), "FAILED") << phrase;
      EXPECT_EQ(receipt.at("class"), meaning.error_class) << phrase;
    }
  EXPECT_EQ(response_rows().size(), count_of(response_meanings()));
}

TEST(ErrorTable, IsSortedAndKnowsNothingElse) {
  EXPECT_TRUE(std::ranges::is_sorted(code_rows(), {}, &ErrorRow::name));
  for (const char* other : {"", "A", "Opted", "OptedOut2", "optedout", "zzz"})
    EXPECT_EQ(code_failure(other), Failure::Unlisted) << other;
  EXPECT_EQ(response_row("Something new"), nullptr);
}

}  // namespace
}  // namespace herald::aws_sns::testing
