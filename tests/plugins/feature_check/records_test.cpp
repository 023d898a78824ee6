// The records that authors have in their tests.
#include <gtest/gtest.h>
#include <herald/testing/records.hpp>

namespace herald::testing {
namespace {

using sdk::testing::Records;
using sdk::testing::RecordsRefusal;

constexpr const char* kAccounts = R"({"collections":[{"name":"accounts","fields":[
{"name":"customer","type":"text","longest":8,"required":true},{"name":"points","type":"integer","required":true,"default":0},
{"name":"seen","type":"time"},{"name":"gold","type":"boolean"},{"name":"extra","type":"json","longest":20}],
"indexes":[{"fields":["customer"],"unique":true},{"fields":["points"]}]}]})";

std::string refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const RecordsRefusal& why) {
    return why.reason();
  }
  return "none";
}

std::string where(const std::string& condition) {
  return R"({"collection":"accounts","where":)" + condition + "}";
}

class MemoryRecords : public ::testing::Test {
 protected:
  MemoryRecords() {
    first_ = records_.insert("t1", "accounts",
                             R"({"customer":"ada","points":5,"seen":"2026-01-31T10:30:00+01:00"})");
    records_.insert("t1", "accounts", R"({"customer":"bob","points":7,"gold":true,"extra":{"a":[1]}})");
    records_.insert("t2", "accounts", R"({"customer":"ada"})");
  }
  [[nodiscard]] std::string count(const std::string& condition) const {
    return records_.count("t1", where(condition));
  }
  Records records_{kAccounts};
  std::string first_;
};

TEST_F(MemoryRecords, ReadAsTheHostWritesThem) {
  const std::string record = records_.get("t1", "accounts", first_);
  EXPECT_NE(record.find(R"("rev":1,"created_at":"2026-01-01T00:00:00.000Z")"), std::string::npos) << record;
  EXPECT_NE(record.find(
                R"("customer":"ada","points":5,"seen":"2026-01-31T09:30:00.000Z","gold":null,"extra":null)"),
            std::string::npos)
      << record;
}

TEST_F(MemoryRecords, BelongToOneTenant) {
  EXPECT_EQ(records_.get("t2", "accounts", first_), "null");
  EXPECT_EQ(records_.count("t2", R"({"collection":"accounts"})"), "1");
  EXPECT_EQ(records_.count("nobody", R"({"collection":"accounts"})"), "0");
}

TEST_F(MemoryRecords, AreFoundByConditions) {
  EXPECT_EQ(count(R"({"eq":["customer","ada"]})"), "1");
  EXPECT_EQ(count(R"({"prefix":["customer","b"]})"), "1");
  EXPECT_EQ(count(R"({"in":["customer",["ada","bob","eve"]]})"), "2");
  EXPECT_EQ(count(R"({"gt":["points",5]})"), "1");
  EXPECT_EQ(count(R"({"ge":["points",5]})"), "2");
  EXPECT_EQ(count(R"({"and":[{"le":["points",7]},{"eq":["gold",true]}]})"), "1");
  EXPECT_EQ(count(R"({"and":[{"lt":["points",100]},{"is_null":"seen"}]})"), "1");
  EXPECT_EQ(count(R"({"and":[{"lt":["points",100]},{"ne":["seen","2026-01-31T09:30:00Z"]}]})"), "0")
      << "null";
  EXPECT_EQ(count(R"({"and":[{"lt":["points",100]},{"not":{"eq":["gold",true]}}]})"), "0") << "null";
  EXPECT_EQ(count(R"({"and":[{"ge":["points",0]},{"or":[{"eq":["customer","ada"]},{"eq":["gold",true]}]}]})"),
            "2");
}

TEST_F(MemoryRecords, ComeInPages) {
  const std::string first =
      records_.query("t1", R"({"collection":"accounts","sort":"points","descending":true,"limit":1})");
  EXPECT_NE(first.find("bob"), std::string::npos) << first;
  const auto at = first.find(R"("cursor":)");
  const std::string next = records_.query(
      "t1", R"({"collection":"accounts","sort":"points","descending":true,"limit":1,)" + first.substr(at));
  EXPECT_NE(next.find("ada"), std::string::npos) << next;
  EXPECT_NE(next.find(R"("cursor":null)"), std::string::npos) << next;
}

TEST_F(MemoryRecords, RefuseWhatTheHostRefuses) {
  const auto insert = [&](const char* values) {
    return refusal([&] { records_.insert("t1", "accounts", values); });
  };
  EXPECT_EQ(insert(R"({"customer":"ada"})"), "conflict");
  EXPECT_EQ(insert(R"({"points":1})"), "bad_record");
  EXPECT_EQ(insert(R"({"customer":"eve","nobody":1})"), "bad_record");
  EXPECT_EQ(insert(R"({"customer":"far too long"})"), "bad_value");
  EXPECT_EQ(insert(R"({"customer":" eve"})"), "bad_record");
  EXPECT_EQ(insert(R"({"customer":"eve","seen":"yesterday"})"), "bad_value");
  EXPECT_EQ(refusal([&] { records_.insert("t1", "others", "{}"); }), "unknown_collection");
  EXPECT_EQ(refusal([&] { static_cast<void>(count(R"({"eq":["seen","2026-01-01T00:00:00Z"]})")); }),
            "missing_index");
}

TEST_F(MemoryRecords, TakeAnAnswerAsAWholeOrNotAtAll) {
  const std::string update =
      R"({"kind":"update","collection":"accounts","id":")" + first_ + R"(","rev":1,"add":{"points":3}})";
  const std::string insert = R"({"kind":"insert","collection":"accounts","values":{"customer":"eve"}})";
  EXPECT_EQ(
      refusal([&] { records_.commit("t1", R"({"writes":[)" + insert + "," + update + "," + insert + "]}"); }),
      "conflict");
  EXPECT_EQ(records_.count("t1", R"({"collection":"accounts"})"), "2");
  records_.commit("t1", R"({"writes":[)" + insert + "," + update + R"(],"reply":{}})");
  EXPECT_EQ(count(R"({"eq":["points",8]})"), "1");
  EXPECT_EQ(refusal([&] { records_.commit("t1", R"({"writes":[)" + update + "]}"); }), "stale");
  EXPECT_EQ(refusal([&] { records_.commit("t2", R"({"writes":[)" + update + "]}"); }), "not_found");
  const std::string check = R"({"checks":[{"collection":"accounts","id":")" + first_ + R"(","rev":2}]})";
  EXPECT_EQ(refusal([&] { records_.commit("t1", check); }), "none");
}

}  // namespace
}  // namespace herald::testing
