#include "tests/contract/storage/records_fixture.hpp"

namespace herald::test {
namespace {

class Records : public RecordContract {};

TEST_P(Records, AnInsertedRecordReadsBackWithItsValues) {
  const auto made = commit(R"({"writes":[{"kind":"insert","collection":"accounts","ref":"a","values":{
    "customer":"Zoë","points":9007199254740993,"gold":true,"since":"2026-01-31T09:30:00Z",
    "notes":{"a:b":["x; y"]},"order":"it's `this`"}}]})");
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(made->written.at(0).rev, 1);
  const auto record = get(made->written[0].id);
  ASSERT_TRUE(record);
  EXPECT_EQ(record->values.at("customer"), "Zoë");
  EXPECT_EQ(record->values.at("points"), "9007199254740993");
  EXPECT_EQ(record->values.at("gold"), "1");
  EXPECT_EQ(record->values.at("since"), "2026-01-31 09:30:00.000");
  EXPECT_EQ(record->values.at("notes"), R"({"a:b":["x; y"]})");
  EXPECT_EQ(record->values.at("order"), "it's `this`");
  EXPECT_EQ(record->created_at, made->written[0].created_at);
}

TEST_P(Records, AnUpdateChangesWhatItNamesAndTheRevision) {
  const std::string id = open("ann", 5);
  const auto done =
      commit(R"({"writes":[)" + update_of(id, R"("rev":1,"values":{"gold":true},"add":{"points":7})") + "]}");
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_EQ(done->written.at(0).rev, 2);
  const auto record = get(id);
  EXPECT_EQ(record->rev, 2);
  EXPECT_EQ(record->values.at("points"), "12");
  EXPECT_EQ(record->values.at("customer"), "ann");
}

TEST_P(Records, AStaleRevisionRefusesAllWritesOfTheSet) {
  const std::string id = open("ann");
  const auto refused = commit(R"({"writes":[)" + insert_of("bob") + "," +
                              update_of(id, R"("rev":2,"values":{"gold":true})") + "]}");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::Stale);
  EXPECT_EQ(found("{}"), "ann ") << "bob was not written";
}

TEST_P(Records, AFailedCheckRefusesTheWrites) {
  const std::string id = open("ann");
  const std::string check = R"({"checks":[{"collection":"accounts","id":")" + id + R"(","rev":)";
  EXPECT_EQ(commit(check + R"(2}],"writes":[)" + insert_of("bob") + "]}").error().code, Errc::Stale);
  EXPECT_TRUE(commit(check + R"(1}],"writes":[)" + insert_of("bob") + "]}"));
  const auto missing = commit(R"({"checks":[{"collection":"accounts","pointer":"/account","id":")" +
                              store.uuid() + R"("}],"writes":[)" + insert_of("eve") + "]}");
  EXPECT_EQ(missing.error().code, Errc::NotFound);
  EXPECT_EQ(missing.error().problems.at(0).pointer, "/account");
  EXPECT_EQ(found("{}"), "ann bob ");
}

TEST_P(Records, AUniqueIndexHoldsWithinTheTenantAndIsFreedByDeletion) {
  const std::string id = open("ann");
  const auto twice = commit(R"({"writes":[)" + insert_of("ann") + "]}");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().reason, "record_exists");
  EXPECT_EQ(twice.error().problems.at(0).pointer, "/customer");
  EXPECT_TRUE(commit(R"({"writes":[{"kind":"delete","collection":"accounts","id":")" + id + "\"}]}"));
  EXPECT_FALSE(get(id));
  EXPECT_TRUE(commit(R"({"writes":[)" + insert_of("ann") + "]}"));
}

TEST_P(Records, TwoRecordsOfOneSetMaySwapNothingUnique) {
  open("ann");
  const auto both = commit(R"({"writes":[)" + insert_of("bob") + "," + insert_of("bob") + "]}");
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().reason, "record_exists");
  EXPECT_EQ(found("{}"), "ann ");
}

TEST_P(Records, AdditionStopsAtSixtyFourBits) {
  const std::string id = open("ann", 1);
  const auto over =
      commit(R"({"writes":[)" + update_of(id, R"("add":{"points":9223372036854775807})") + "]}");
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().reason, "out_of_range");
  EXPECT_TRUE(commit(R"({"writes":[)" + update_of(id, R"("add":{"points":9223372036854775806})") + "]}"));
}

TEST_P(Records, EveryWriteHasAJournalRowWithoutValues) {
  const std::string id = open("ann");
  ASSERT_TRUE(commit(R"({"writes":[)" + update_of(id, R"("values":{"notes":{"secret":"s3cr3t"}})") + "]}"));
  const std::string data =
      store.look("select data from journal where subject_id = ? and type = 'loyalty.accounts.updated'",
                 storage::Row{id});
  EXPECT_EQ(data, R"({"fields":["notes"],"plugin":"org.example.loyalty 1.0.0"})");
  EXPECT_EQ(store.count("select count(*) from journal where subject_id = ?", storage::Row{id}), 2);
}

TEST_P(Records, AnIdempotencyKeyIsUsedOnceAndKeepsTheAnswer) {
  const auto claimed = [&](const std::string& body) {
    domain::WriteSet set = writes(R"({"writes":[)" + insert_of("ann") + "]}");
    set.claim = domain::IdempotencyClaim{
        .key_hash = hash_of(store.tenant.text), .body_hash = hash_of(body), .expires_at = store.clock.now()};
    set.resource = set.writes[0].id;
    set.answer = [](const std::vector<domain::Written>& written) { return "made " + written.at(0).id; };
    return set;
  };
  const domain::WriteSet first = claimed("b");
  ASSERT_TRUE(commit(first));
  const auto again = commit(claimed("b"));
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->resource, first.resource);
  EXPECT_EQ(store.kept.find(store.tenant, first.claim->key_hash)->value().response, "made " + first.resource);
  EXPECT_EQ(commit(claimed("other")).error().code, Errc::Mismatch);
  EXPECT_EQ(found("{}"), "ann ");
}

INSTANTIATE_TEST_SUITE_P(Storage, Records, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
