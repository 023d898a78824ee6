#include <algorithm>
#include <array>
#include <random>

#include "tests/contract/storage/ledger_steps.hpp"
#include "tests/contract/storage/offender.hpp"

namespace herald::test {
namespace {

using storage::Row;

constexpr std::size_t kBatch = 64;

struct Offence {
  const char* name;
  const char* reason;
  void (*spoil)(Row& row, const domain::Message& present);
};

constexpr std::array kOffences{
    Offence{"PrimaryKey", "constraint_unique",
            [](Row& row, const domain::Message& present) { row[column::kId] = storage::Cell{present.id}; }},
    Offence{"UniqueReference", "constraint_unique",
            [](Row& row, const domain::Message& present) {
              row[column::kReference] = storage::Cell{present.content.reference};
            }},
    Offence{"ForeignKey", "constraint_foreign_key",
            [](Row& row, const domain::Message&) {
              row[column::kSession] = storage::Cell{"00000000-0000-7000-8000-000000000000"};
            }},
    Offence{"Check", "constraint_check",
            [](Row& row, const domain::Message&) { row[column::kStatus] = storage::Cell{"LOST"}; }},
    Offence{"NotNull", "constraint_not_null",
            [](Row& row, const domain::Message&) { row[column::kTenant] = storage::Cell{}; }},
    Offence{"TooLong", "constraint_value",
            [](Row& row, const domain::Message&) {
              row[column::kSubject] = storage::Cell{std::string(999, 'x')};
            }},
    Offence{"NotANumber", "constraint_value",
            [](Row& row, const domain::Message&) { row[column::kShard] = storage::Cell{"many"}; }},
};

/// A batch of 64: accepts, with something else in a seeded place or two.
class WriterConstraint : public LedgerContract {
 protected:
  struct Mixed {
    std::vector<Answer<domain::Accepted>> accepts{kBatch};
    std::vector<std::pair<std::size_t, Answer<Done>>> offences{};
  };

  domain::Message present() {
    domain::AcceptRequest request = store.request(fresh_number());
    request.message.content.reference = "ref-" + store.uuid();
    return accept(request).message;
  }
  /// Submits a batch with `offenders` in it and runs one step. Answers what became of each.
  void run(Mixed& mixed, const std::vector<std::pair<std::string, Row>>& offenders, unsigned seed) {
    std::vector<std::size_t> places(kBatch);
    for (std::size_t i = 0; i < kBatch; ++i) places[i] = i;
    std::mt19937 random{seed};
    std::shuffle(places.begin(), places.end(), random);
    mixed.offences.resize(offenders.size());
    for (std::size_t i = 0; i < kBatch; ++i) {
      const auto which =
          static_cast<std::size_t>(std::find(places.begin(), places.end(), i) - places.begin());
      if (which < offenders.size()) {
        mixed.offences[which].first = i;
        submit_unchecked(store, offenders[which].first, offenders[which].second,
                         mixed.offences[which].second.completion());
      } else {
        store.ledger.accept(store.request(fresh_number()), mixed.accepts[i].completion());
      }
    }
    store.writer.step();
  }
  void expect_the_others_are_there(const Mixed& mixed, std::int64_t before) {
    std::int64_t good = 0;
    for (std::size_t i = 0; i < kBatch; ++i) {
      const auto spoilt = std::find_if(mixed.offences.begin(), mixed.offences.end(),
                                       [&](const auto& offence) { return offence.first == i; });
      if (spoilt != mixed.offences.end()) continue;
      ++good;
      ASSERT_TRUE(mixed.accepts[i].ok()) << "place " << i << ": " << mixed.accepts[i].reason();
    }
    EXPECT_EQ(good + before, messages());
    EXPECT_EQ(good + before,
              store.count("select count(*) from journal where tenant_id = ? and type = 'message.accepted'",
                          Row{store.tenant}));
    EXPECT_EQ(good + before, static_cast<std::int64_t>(store.offers.works.size()));
  }
  std::int64_t messages() {
    return store.count("select count(*) from communication_message where tenant_id = ?", Row{store.tenant});
  }
};

TEST_P(WriterConstraint, OnlyTheOperationWithTheWrongRowFailsAndNothingOfItIsStored) {
  unsigned seed = 1;
  for (const Offence& offence : kOffences) {
    SCOPED_TRACE(offence.name);
    const domain::Message model = present();
    const std::int64_t before = messages();
    Row row = message_row_like(store, model);
    offence.spoil(row, model);
    const std::string marker = store.uuid();
    Mixed mixed;
    run(mixed, {{marker, row}}, seed++);
    EXPECT_EQ(mixed.offences[0].second.reason(), offence.reason);
    EXPECT_EQ(mixed.offences[0].second.result->error().code, Errc::Conflict);
    EXPECT_EQ(traces(store, marker), 0);
    expect_the_others_are_there(mixed, before);
    if (HasFatalFailure()) return;
  }
}

TEST_P(WriterConstraint, TwoWrongRowsOfDifferentKindsEachGetTheirOwnError) {
  const domain::Message model = present();
  Row lost = message_row_like(store, model);
  lost[column::kStatus] = storage::Cell{"LOST"};
  Row orphan = message_row_like(store, model);
  orphan[column::kSession] = storage::Cell{store.uuid()};
  const std::string first = store.uuid();
  const std::string second = store.uuid();
  Mixed mixed;
  run(mixed, {{first, lost}, {second, orphan}}, 77);
  EXPECT_EQ(mixed.offences[0].second.reason(), "constraint_check");
  EXPECT_EQ(mixed.offences[1].second.reason(), "constraint_foreign_key");
  EXPECT_EQ(traces(store, first) + traces(store, second), 0);
  expect_the_others_are_there(mixed, 1);
}

TEST_P(WriterConstraint, AnUncheckedRowThatIsRightIsStoredWhole) {
  const domain::Message model = present();
  const std::string marker = store.uuid();
  Mixed mixed;
  run(mixed, {{marker, message_row_like(store, model)}}, 78);
  EXPECT_TRUE(mixed.offences[0].second.ok()) << mixed.offences[0].second.reason();
  EXPECT_EQ(traces(store, marker), 2);
}

TEST_P(WriterConstraint, TwoRowsOfOneBatchThatExcludeEachOtherAreDecidedInOrder) {
  const domain::Message model = present();
  Row earlier = message_row_like(store, model);
  earlier[column::kReference] = storage::Cell{"twice"};
  Row later = message_row_like(store, model);
  later[column::kReference] = storage::Cell{"twice"};
  Answer<Done> first;
  Answer<Done> second;
  submit_unchecked(store, store.uuid(), earlier, first.completion());
  submit_unchecked(store, store.uuid(), later, second.completion());
  store.writer.step();
  EXPECT_TRUE(first.ok()) << first.reason();
  EXPECT_EQ(second.reason(), "constraint_unique");
}

TEST_P(WriterConstraint, RefusalsByTheOperationsThemselvesLeaveTheBatchWhole) {
  domain::AcceptRequest first = store.request(fresh_number());
  first.message.content.reference = "order-1";
  first.idempotency = domain::IdempotencyClaim{std::string(64, 'a'), std::string(64, 'b'),
                                               store.clock.now() + std::chrono::hours{24}};
  ASSERT_TRUE(accept(first).message.id == first.message.id);
  const std::int64_t batches = store.writer.batches();

  std::vector<Answer<domain::Accepted>> answers(kBatch);
  for (std::size_t i = 0; i < kBatch; ++i) {
    domain::AcceptRequest request = store.request(fresh_number());
    if (i == 7) request.message.content.reference = "order-1";
    if (i == 23)
      request.idempotency =
          domain::IdempotencyClaim{std::string(64, 'a'), std::string(64, 'c'), first.idempotency->expires_at};
    if (i == 51) request.message.channel = domain::ChannelId{store.uuid()};
    store.ledger.accept(request, answers[i].completion());
  }
  store.writer.step();
  EXPECT_EQ(store.writer.batches(), batches + 1) << "a refusal is no failure: the batch commits in one piece";
  EXPECT_EQ(answers[7].reason(), "reference_taken");
  EXPECT_EQ(answers[23].reason(), "idempotency_mismatch");
  EXPECT_EQ(answers[51].reason(), "unknown_channel");
  EXPECT_EQ(answers[7].result->error().code, Errc::Conflict);
  EXPECT_EQ(answers[23].result->error().code, Errc::Mismatch);
  EXPECT_EQ(answers[51].result->error().code, Errc::NotFound);
  for (std::size_t i = 0; i < kBatch; ++i) {
    if (i == 7 || i == 23 || i == 51) continue;
    EXPECT_TRUE(answers[i].ok()) << "place " << i << ": " << answers[i].reason();
  }
  EXPECT_EQ(messages(), 1 + static_cast<std::int64_t>(kBatch) - 3);
}

TEST_P(WriterConstraint, AReferenceUsedTwiceInOneBatchGoesToTheFirst) {
  std::vector<Answer<domain::Accepted>> answers(3);
  for (auto& answer : answers) {
    domain::AcceptRequest request = store.request(fresh_number());
    request.message.content.reference = "only-one";
    store.ledger.accept(request, answer.completion());
  }
  store.writer.step();
  EXPECT_TRUE(answers[0].ok()) << answers[0].reason();
  EXPECT_EQ(answers[1].reason(), "reference_taken");
  EXPECT_EQ(answers[2].reason(), "reference_taken");
}

INSTANTIATE_TEST_SUITE_P(Storage, WriterConstraint, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
