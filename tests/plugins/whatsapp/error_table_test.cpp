#include "plugins/providers/whatsapp/error_table.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

struct FailureMeaning {
  Failure failure;
  const char* kind;         ///< of the verdict on an answer
  const char* error_class;  ///< of it, or of a receipt where the verdict has none
  const char* state;        ///< of a receipt
};
const FailureMeaning kMeanings[] = {
    {Failure::RetryLater, "retry", "transient", "FAILED"},
    {Failure::RetryOnce, "retry", "transient", "FAILED"},
    {Failure::Down, "retry", "provider_down", "FAILED"},
    {Failure::RateLimited, "rate_limited", "quota", "FAILED"},
    {Failure::SenderLimited, "rate_limited", "quota", "FAILED"},
    {Failure::Crowded, "rate_limited", "quota", "FAILED"},
    {Failure::Capped, "rejected", "quota", "FAILED"},
    {Failure::Credentials, "auth_failed", "auth", "FAILED"},
    {Failure::Config, "rejected", "config", "FAILED"},
    {Failure::InvalidRecipient, "rejected", "invalid_recipient", "BOUNCED"},
    {Failure::Unsuited, "rejected", "invalid_recipient", "FAILED"},
    {Failure::Withheld, "rejected", "blocked", "FAILED"},
    {Failure::OptOut, "rejected", "blocked", "FAILED"},
    {Failure::Permanent, "rejected", "content_rejected", "FAILED"},
};

const FailureMeaning& meaning_of(Failure failure) {
  for (const FailureMeaning& one : kMeanings)
    if (one.failure == failure) return one;
  throw std::runtime_error{"a failure without meaning"};
}

TEST(ErrorTable, IsAscendingAndWithoutOverlap) {
  int last = -1;
  for (const ErrorRow& row : error_rows()) {
    EXPECT_GT(row.first, last);
    EXPECT_GE(row.last, row.first);
    EXPECT_NE(row.failure, Failure::Unlisted);
    last = row.last;
  }
}

TEST(ErrorTable, IsWhatAnAnswerMeans) {
  for (const ErrorRow& row : error_rows())
    for (const int code : {row.first, row.last}) {
      const json found = verdict(refused_with(400, code));
      const FailureMeaning& meaning = meaning_of(row.failure);
      EXPECT_EQ(found.at("kind"), meaning.kind) << code;
      EXPECT_EQ(found.at("code"), std::to_string(code));
      EXPECT_EQ(found.value("class", meaning.error_class), meaning.error_class) << code;
    }
}

TEST(ErrorTable, IsWhatAReceiptMeans) {
  for (const ErrorRow& row : error_rows())
    for (const int code : {row.first, row.last}) {
      const json events = events_in({{"statuses",
                                      {{{"id", "wamid.1"},
                                        {"status", "failed"},
                                        {"recipient_id", "919876500001"},
                                        {"errors", {{{"code", code}, {"title", "Refused"}}}}}}}});
      const FailureMeaning& meaning = meaning_of(row.failure);
      EXPECT_EQ(events.at(0).at("state"), meaning.state) << code;
      EXPECT_EQ(events.at(0).at("class"), meaning.error_class) << code;
      EXPECT_EQ(events.at(0).at("code"), std::to_string(code));
      EXPECT_EQ(events.size(), row.failure == Failure::OptOut ? 2U : 1U) << code;
    }
}

TEST(ErrorTable, LeavesOtherCodesToTheStatus) {
  for (const int code : {5, 99, 101, 300, 131027, 132013, 133017, 999999})
    EXPECT_EQ(error_row(code).failure, Failure::Unlisted) << code;
  EXPECT_EQ(verdict(refused_with(400, 131027)).at("class"), "content_rejected");
}

}  // namespace
}  // namespace herald::whatsapp::testing
