#include "tests/contract/storage/records_fixture.hpp"

namespace herald::test {
namespace {

class RecordsQuery : public RecordContract {
 protected:
  void SetUp() override {
    RecordContract::SetUp();
    for (const char* name : {"ann", "Ann", "anna", "bob"})
      open(name, static_cast<int>(std::string{name}.size()));
  }
};

TEST_P(RecordsQuery, PagesGoOnWhereTheLastOneEnded) {
  EXPECT_EQ(found(R"({"limit":2})"), "ann Ann | anna bob ");
  EXPECT_EQ(found(R"({"sort":"customer","limit":3})"), "Ann ann anna | bob ");
  EXPECT_EQ(found(R"({"sort":"customer","descending":true,"limit":3})"), "bob anna ann | Ann ");
  EXPECT_EQ(found(R"({"where":{"eq":["gold",false]},"sort":"points","limit":1})"), "ann | Ann | bob | anna ");
  EXPECT_EQ(found(R"({"where":{"eq":["gold",false]},"sort":"points","descending":true,"limit":3})"),
            "anna bob Ann | ann ");
}

TEST_P(RecordsQuery, ConditionsMeanTheSameOnBothDatabases) {
  const auto where = [&](const std::string& condition) {
    return found(R"({"where":{"and":[{"ge":["customer",""]},)" + condition + "]}}");
  };
  EXPECT_EQ(where(R"({"eq":["customer","ann"]})"), "ann ");
  EXPECT_EQ(where(R"({"ne":["customer","ann"]})"), "Ann anna bob ");
  EXPECT_EQ(where(R"({"prefix":["customer","ann"]})"), "ann anna ") << "case counts";
  EXPECT_EQ(where(R"({"in":["customer",["bob","Ann","x"]]})"), "Ann bob ");
  EXPECT_EQ(where(R"({"gt":["points",3]})"), "anna ");
  EXPECT_EQ(where(R"({"lt":["points",10]})"), "ann Ann anna bob ") << "numbers, not texts";
  EXPECT_EQ(where(R"({"or":[{"eq":["customer","bob"]},{"ge":["points",4]}]})"), "anna bob ");
  EXPECT_EQ(where(R"({"not":{"prefix":["customer","a"]}})"), "Ann bob ");
  EXPECT_EQ(where(R"({"is_null":"since"})"), "ann Ann anna bob ");
  EXPECT_EQ(where(R"({"eq":["customer","' or 1=1 --"]})"), "");
}

TEST_P(RecordsQuery, CountingStopsAtItsLimit) {
  const auto all = query("{}");
  EXPECT_EQ(stored.count(store.tenant, *collections[0], *all, 100).value(), 4);
  EXPECT_EQ(stored.count(store.tenant, *collections[0], *all, 3).value(), 3);
}

TEST_P(RecordsQuery, TenantsAreHeldApart) {
  const std::string id = open("carl");
  Store other{url()};
  other.seed();
  ASSERT_NE(other.tenant, store.tenant);
  EXPECT_FALSE(stored.get(other.tenant, *collections[0], id)->has_value());
  EXPECT_TRUE(stored.query(other.tenant, *collections[0], *query("{}"))->records.empty());
  EXPECT_EQ(stored.count(other.tenant, *collections[0], *query("{}"), 10).value(), 0);
  for (const std::string& text :
       {R"({"writes":[)" + update_of(id, R"("values":{"gold":true})") + "]}",
        R"({"writes":[{"kind":"delete","collection":"accounts","id":")" + id + "\"}]}",
        R"({"checks":[{"collection":"accounts","id":")" + id + R"("}],"writes":[)" + insert_of("dora") +
            "]}"}) {
    domain::WriteSet set = writes(text);
    set.tenant = other.tenant;
    const auto refused = commit(std::move(set));
    ASSERT_FALSE(refused) << text;
    EXPECT_EQ(refused.error().reason, "unknown_record");
  }
  EXPECT_EQ(get(id)->rev, 1);
  domain::WriteSet same_name = writes(R"({"writes":[)" + insert_of("carl") + "]}");
  same_name.tenant = other.tenant;
  EXPECT_TRUE(commit(std::move(same_name))) << "unique within a tenant only";
}

INSTANTIATE_TEST_SUITE_P(Storage, RecordsQuery, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
