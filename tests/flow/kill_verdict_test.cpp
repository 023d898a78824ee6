// The comparison of the kill test finds what it is there to find.
#include "tests/flow/kill_verdict.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace herald::test {
namespace {

using nlohmann::json;

json message(const std::string& id, const std::string& text, const std::string& status) {
  return {{"id", id}, {"message_body", text}, {"status", status}};
}

/// One message that went well.
KillRecords good() {
  return {.posted = {{.text = "a", .id = "1"}},
          .stored = {message("1", "a", "DELIVERED")},
          .wire = {{"a", 1}},
          .detail = [](const std::string&) {
            return json{{"attempts", {{{"state", "DELIVERED"}}}}, {"timeline", json::array()}};
          }};
}

std::size_t complaints(const KillRecords& records) { return compare(records).complaints.size(); }

TEST(KillVerdict, IsContentWhenAllAgree) { EXPECT_EQ(complaints(good()), 0U); }

TEST(KillVerdict, FindsALostMessage) {
  KillRecords records = good();
  records.posted.push_back({.text = "b", .id = "2"});
  EXPECT_EQ(complaints(records), 1U);
}

TEST(KillVerdict, FindsTwoMessagesForOneText) {
  KillRecords records = good();
  records.stored.push_back(message("2", "a", "UNKNOWN"));
  EXPECT_EQ(complaints(records), 1U);
}

TEST(KillVerdict, FindsAMessageThatIsStillOpen) {
  KillRecords records = good();
  records.stored[0]["status"] = "SENDING";
  EXPECT_EQ(complaints(records), 1U);
}

TEST(KillVerdict, FindsADeliveryThatNeverWas) {
  KillRecords records = good();
  records.wire.clear();
  EXPECT_EQ(complaints(records), 1U);
}

TEST(KillVerdict, FindsARequestThatNobodyOwns) {
  KillRecords records = good();
  records.wire["b"] = 1;
  EXPECT_EQ(complaints(records), 1U);
}

TEST(KillVerdict, FindsADuplicateInSilence) {
  KillRecords records = good();
  records.wire["a"] = 2;
  EXPECT_EQ(complaints(records), 1U);
  EXPECT_EQ(compare(records).duplicates, 1);
}

TEST(KillVerdict, AllowsADuplicateThatAnUnknownAdmits) {
  KillRecords records = good();
  records.wire["a"] = 2;
  records.detail = [](const std::string&) {
    return json{{"attempts", {{{"state", "UNKNOWN"}}, {{"state", "DELIVERED"}}}},
                {"timeline", json::array()}};
  };
  EXPECT_EQ(complaints(records), 0U);
}

}  // namespace
}  // namespace herald::test
