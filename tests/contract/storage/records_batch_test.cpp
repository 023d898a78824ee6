// Writes of several plugins in one batch of the writer.
#include "tests/contract/storage/records_fixture.hpp"

namespace herald::test {
namespace {

using domain::RecordsCommitted;

class RecordsBatch : public RecordContract {
 protected:
  /// Submits all, then commits them in one batch.
  std::vector<Answer<RecordsCommitted>> together(const std::vector<domain::WriteSet>& sets) {
    std::vector<Answer<RecordsCommitted>> answers(sets.size());
    for (std::size_t i = 0; i < sets.size(); ++i) stored.commit(sets[i], answers[i].completion());
    for (int turn = 0; turn < 10; ++turn) store.writer.step();
    return answers;
  }
  static std::string outcome(const Answer<RecordsCommitted>& answer) {
    if (answer.calls != 1) return "not answered";
    return *answer.result ? "done" : answer.result->error().reason;
  }
};

TEST_P(RecordsBatch, LaterSetsSeeWhatEarlierOnesWrote) {
  const std::string id = open("ann");
  const std::string rename =
      R"({"writes":[)" + update_of(id, R"("rev":1,"values":{"customer":"anna"})") + "]}";
  const auto answers =
      together({writes(rename), writes(rename), writes(R"({"writes":[)" + insert_of("ann") + "]}"),
                writes(R"({"writes":[)" + insert_of("anna") + "]}")});
  EXPECT_EQ(outcome(answers[0]), "done");
  EXPECT_EQ(outcome(answers[1]), "revision_changed");
  EXPECT_EQ(outcome(answers[2]), "done") << "the name became free within the batch";
  EXPECT_EQ(outcome(answers[3]), "record_exists");
  EXPECT_EQ(found("{}"), "anna ann ");
}

TEST_P(RecordsBatch, ARefusedSetLeavesNothingForLaterOnesToSee) {
  const std::string id = open("ann");
  const auto answers =
      together({writes(R"({"writes":[)" + insert_of("bob") + "," +
                       update_of(id, R"("values":{"customer":"eve"})") + "," + insert_of("bob") + "]}"),
                writes(R"({"writes":[)" + insert_of("bob") + "," + insert_of("eve") + "]}"),
                writes(R"({"writes":[)" + insert_of("ann") + "]}")});
  EXPECT_EQ(outcome(answers[0]), "record_exists");
  EXPECT_EQ(outcome(answers[1]), "done");
  EXPECT_EQ(outcome(answers[2]), "record_exists") << "ann kept her name";
  EXPECT_EQ(get(id)->rev, 1);
  EXPECT_EQ(found("{}"), "ann bob eve ");
}

TEST_P(RecordsBatch, AnOffenderOfAnotherPluginFailsAlone) {
  const records::Collections visits =
      declare(R"([{"name":"visits","fields":[{"name":"place","type":"text","longest":10,"required":true}]}])",
              "org.example.visits");
  ASSERT_TRUE(stored.prepare(*visits[0], "1.0.0"));
  domain::WriteSet bad = writes(R"({"writes":[)" + insert_of("bob") + "]}");
  // As from a defect of the host: a value that only the database refuses.
  bad.writes.push_back(
      {.collection = visits[0], .id = store.uuid(), .values = {{"place", std::string(11, 'x')}}});
  domain::WriteSet good = writes("{}");
  good.writes.push_back({.collection = visits[0], .id = store.uuid(), .values = {{"place", "here"}}});
  const auto answers = together({writes(R"({"writes":[)" + insert_of("ann") + "]}"), bad, good});
  EXPECT_EQ(outcome(answers[0]), "done");
  EXPECT_EQ(outcome(answers[1]), "constraint_value");
  EXPECT_EQ(outcome(answers[2]), "done");
  EXPECT_EQ(found("{}"), "ann ");
  EXPECT_EQ(stored.count(store.tenant, *visits[0], {}, 10).value(), 1);
}

INSTANTIATE_TEST_SUITE_P(Storage, RecordsBatch, both_databases(), dialect_name);

/// Only a server lets another process write while a batch is under way.
class RecordsMoved : public RecordsBatch {};

TEST_P(RecordsMoved, ARecordThatAnotherNodeChangedMeanwhileIsReadAgain) {
  const std::string id = open("ann", 1);
  int runs = 0;
  storage::submit_step<Done>(
      store.writer, [](storage::Batch&) {},
      [&](storage::Batch&) -> Result<Done> {
        if (++runs == 1)
          store.aside().execute(
              "update px_loyalty_accounts set revision = revision + 1, points = points + 10 where id = ?",
              storage::Row{id});
        return Done{};
      },
      [](Result<Done>) {});
  ASSERT_TRUE(commit(R"({"writes":[)" + update_of(id, R"("add":{"points":1})") + "]}")) << refusal;
  EXPECT_EQ(runs, 2) << "the batch was run again";
  EXPECT_EQ(get(id)->values.at("points"), "12");
  EXPECT_EQ(get(id)->rev, 3);
}

INSTANTIATE_TEST_SUITE_P(Storage, RecordsMoved, testing::Values(storage::Dialect::Mysql), dialect_name);

}  // namespace
}  // namespace herald::test
