#include "plugins/providers/vonage/error_table.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

/// Every code of one table, by what becomes of a message. Written apart from the tables under test.
struct Meaning {
  const char* kind;  ///< of an answer's verdict
  const char* error_class;
  std::vector<int> codes;
};

const std::vector<Meaning>& sms_meanings() {
  static const std::vector<Meaning> kMeanings{{"rate_limited", "quota", {1}},
                                              {"retry", "transient", {5, 10, 13}},
                                              {"auth_failed", "auth", {4, 8, 9, 14, 32}},
                                              {"rejected", "config", {11, 15, 23, 29}},
                                              {"rejected", "invalid_recipient", {6, 7, 33}},
                                              {"rejected", "content_rejected", {2, 3, 12, 16, 19, 20, 22}}};
  return kMeanings;
}

const std::vector<Meaning>& receipt_meanings() {
  static const std::vector<Meaning> kMeanings{{"", "transient", {2, 7, 8}},
                                              {"", "invalid_recipient", {3, 4, 5, 11, 12}},
                                              {"", "blocked", {9}},
                                              {"", "config", {16, 50, 51, 52, 53}},
                                              {"", "content_rejected", {1, 6, 10, 13, 14, 15, 54, 99}}};
  return kMeanings;
}

const std::vector<Meaning>& message_meanings() {
  static const std::vector<Meaning> kMeanings{
      {"rate_limited", "quota", {1000, 1241}},
      {"retry", "transient", {1030, 1100, 1180, 1220, 1230, 1331}},
      {"auth_failed", "auth", {1060, 1070}},
      {"rejected", "config", {1080, 1120, 1140, 1160, 1350, 1370}},
      {"rejected", "invalid_recipient", {1040, 1050, 1170, 1190, 1200, 1250, 1260, 1300, 1310}},
      {"rejected", "blocked", {1240}},
      {"rejected",
       "content_rejected",
       {1010, 1020, 1021, 1022, 1090, 1130, 1150, 1210, 1270, 1280, 1290, 1330, 1340, 1360, 1380, 1381,
        1382}},
      {"unknown", "transient", {1320}}};
  return kMeanings;
}

std::size_t count_of(const std::vector<Meaning>& meanings) {
  std::size_t out = 0;
  for (const Meaning& one : meanings) out += one.codes.size();
  return out;
}

std::size_t count_of(std::span<const ErrorRow> rows) {
  std::size_t out = 0;
  for (const ErrorRow& row : rows) out += static_cast<std::size_t>(row.last - row.first + 1);
  return out;
}

TEST(ErrorTable, GivesEveryStatusOfAnSmsItsVerdict) {
  for (const Meaning& meaning : sms_meanings())
    for (const int code : meaning.codes) {
      const json part{{"status", std::to_string(code)}, {"error-text", "m"}};
      const json found = verdict({.status = 200, .body = json{{"messages", {part}}}.dump()});
      EXPECT_EQ(found.at("kind"), meaning.kind) << code;
      EXPECT_EQ(found.at("code"), std::to_string(code));
      EXPECT_EQ(error_class(sms_failure(code)), meaning.error_class) << code;
    }
  EXPECT_EQ(count_of(sms_status_rows()), count_of(sms_meanings()));
  for (const int other : {17, 18, 21, 34, 99, -1, 0}) EXPECT_EQ(sms_failure(other), Failure::Permanent);
}

TEST(ErrorTable, GivesEveryCodeOfAReceiptItsClass) {
  for (const Meaning& meaning : receipt_meanings())
    for (const int code : meaning.codes) {
      const json receipt =
          events_of(posted({{"messageId", "0A01"}, {"status", "failed"}, {"err-code", std::to_string(code)}}))
              .at(0);
      EXPECT_EQ(receipt.at("state"), "FAILED");
      EXPECT_EQ(receipt.at("class"), meaning.error_class) << code;
      EXPECT_EQ(receipt.at("code"), std::to_string(code));
    }
  EXPECT_EQ(count_of(receipt_rows()), count_of(receipt_meanings()));
  for (const int other : {0, 17, 49, 55, 100}) EXPECT_EQ(receipt_failure(other), Failure::Permanent);
}

TEST(ErrorTable, GivesEveryCodeOfTheMessagesApiItsVerdict) {
  for (const Meaning& meaning : message_meanings())
    for (const int code : meaning.codes) {
      const std::string body = test::vonage_problem(422, std::to_string(code), "");
      const json found = verdict({.status = 422, .body = body}, whatsapp());
      EXPECT_EQ(found.at("kind"), meaning.kind) << code;
      EXPECT_EQ(found.at("code"), std::to_string(code));
      EXPECT_EQ(error_class(message_failure(code)), meaning.error_class) << code;
    }
  EXPECT_EQ(count_of(message_rows()), count_of(message_meanings()));
  EXPECT_EQ(verdict({.status = 429, .body = test::vonage_problem(429, "1241", "")}, whatsapp()).at("scope"),
            "recipient");
}

TEST(ErrorTable, GivesEveryCodeOfAStatusItsClass) {
  for (const Meaning& meaning : message_meanings())
    for (const int code : meaning.codes) {
      if (code == 1320) continue;
      const json status{
          {"message_uuid", "u1"}, {"status", "rejected"}, {"error", {{"type", "x#" + std::to_string(code)}}}};
      const json receipt = events_of(stamped(status)).at(0);
      EXPECT_EQ(receipt.at("state"), "FAILED") << code;
      EXPECT_EQ(receipt.at("class"), meaning.error_class) << code;
    }
}

}  // namespace
}  // namespace herald::vonage::testing
