#include "plugins/providers/twilio/error_table.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

/// Every code of the table, by what becomes of a message. Written apart from the table under test.
struct Meaning {
  const char* kind;
  const char* error_class;
  std::vector<int> codes;
};

std::vector<int> range(int first, int last) {
  std::vector<int> codes;
  for (int code = first; code <= last; ++code) codes.push_back(code);
  return codes;
}

std::vector<int> joined(std::initializer_list<std::vector<int>> lists) {
  std::vector<int> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

const std::vector<Meaning>& meanings() {
  static const std::vector<Meaning> kMeanings{
      {"retry",
       "transient",
       {20500, 20503, 30001, 30008, 30017, 30020, 30021, 30410, 30500, 63009, 63010, 63012}},
      {"rate_limited",
       "quota",
       {20429, 14107, 21611, 22005, 30022, 30023, 30027, 63017, 63018, 63038, 10004}},
      {"auth_failed", "auth", {20003, 20005, 20006, 20008, 20101, 20104, 20107, 20151, 20403, 10001, 30002}},
      {"rejected", "config",
       joined({{20404, 10002, 21212, 21213, 21218, 21408, 21601, 21603, 21606, 21607, 21608, 21609, 21621,
                21622, 21654, 21655, 14108, 30018, 30024, 30032, 30034, 63001, 63002, 63007, 63008, 63015,
                63020, 21203, 21210, 21215, 21219, 13227, 11200, 11205, 11210, 11215, 11220},
               range(21701, 21712),
               range(11235, 11237)})},
      {"rejected",
       "invalid_recipient",
       {21211, 21214, 21217, 21604, 21612, 21614, 14101, 30003, 30004, 30005, 30006, 30014, 63003, 63024,
        63031, 63036, 13223, 13224, 13226}},
      {"rejected", "blocked", {21610, 63014, 63033, 21216, 13225}},
      {"rejected", "unsupported", {21220}},
      {"rejected", "content_rejected",
       joined({{20001, 21602, 21605, 21617, 21618, 21619, 21620, 21623, 21624, 21626, 21627, 21656, 30007,
                30015, 30016, 30019, 30036, 30400, 30409, 35114, 35115, 35117, 63005, 63006, 63013, 63016,
                63019, 63021, 63023, 63032, 63034, 63037, 63041, 11751, 12300, 21201, 21202},
               range(30010, 30013),
               range(30028, 30031),
               range(63026, 63030),
               range(21205, 21209)})},
  };
  return kMeanings;
}

TEST(ErrorTable, GivesEveryCodeItsVerdict) {
  for (const Meaning& meaning : meanings()) {
    for (const int code : meaning.codes) {
      const std::string body = json{{"code", code}, {"message", "m"}, {"status", 400}}.dump();
      const json found = verdict({.status = 400, .body = body});
      EXPECT_EQ(found.at("kind"), meaning.kind) << code;
      EXPECT_EQ(found.at("code"), std::to_string(code));
      EXPECT_EQ(error_class(error_row(code).failure), meaning.error_class) << code;
      EXPECT_EQ(found.value("class", meaning.error_class), meaning.error_class) << code;
    }
  }
}

TEST(ErrorTable, GivesEveryCodeOfACallbackItsClass) {
  for (const Meaning& meaning : meanings()) {
    for (const int code : meaning.codes) {
      const std::string number = std::to_string(code);
      const auto arrived =
          signed_form("https://h.example/st", "ErrorCode=" + number + "&MessageSid=SM1&MessageStatus=failed",
                      "ErrorCode" + number + "MessageSidSM1MessageStatusfailed");
      const json receipt = judged(arrived, account()).at("events").at(0);
      EXPECT_EQ(receipt.at("state"), "FAILED");
      EXPECT_EQ(receipt.at("class"), meaning.error_class) << code;
      EXPECT_EQ(receipt.at("code"), number);
    }
  }
}

TEST(ErrorTable, HoldsNoOtherCodes) {
  std::size_t listed = 0;
  for (int code = 0; code < 100000; ++code) listed += error_row(code).failure != Failure::Unlisted ? 1U : 0U;
  std::size_t expected = 0;
  for (const Meaning& meaning : meanings()) expected += meaning.codes.size();
  EXPECT_EQ(listed, expected);
}

TEST(ErrorTable, DoesNotKnowTheNeighboursOfARange) {
  for (const int code : {-1, 0, 9999, 21700, 21713, 30009, 63042, 99999})
    EXPECT_EQ(error_row(code).failure, Failure::Unlisted) << code;
}

}  // namespace
}  // namespace herald::twilio::testing
