#include "host/conversations/sum_loop.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

namespace herald::test {
namespace {

using conversations::SumLoop;
using std::chrono::milliseconds;

class TurningClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{passed}; }
  [[nodiscard]] Tick tick() const override { return Tick{passed}; }
  milliseconds passed{0};
};

/// The chains of a few shards.
class Chains final : public domain::JournalReader {
 public:
  void add(int shard, const std::string& type, const std::string& subject,
           const std::string& kind = "message") {
    auto& chain = chains[shard];
    chain.push_back({.shard = shard,
                     .seq = static_cast<std::int64_t>(chain.size()) + 1,
                     .event = {.type = type, .subject_kind = kind, .subject = subject}});
  }
  Result<std::vector<domain::JournalEntry>> read(int shard, std::int64_t seq, int limit) override {
    std::vector<domain::JournalEntry> out;
    for (const domain::JournalEntry& entry : chains[shard])
      if (entry.seq > seq && entry.seq <= seq + limit) out.push_back(entry);
    return out;
  }
  std::map<int, std::vector<domain::JournalEntry>> chains;
};

/// Cursors and sums as one database keeps them.
class Sums final : public domain::ConversationSums, public domain::JournalConsumers {
 public:
  explicit Sums(Chains& chains) : chains_{chains} {}
  Result<std::map<int, std::int64_t>> heads() override {
    if (away) return *away;
    std::map<int, std::int64_t> out;
    for (const auto& [shard, chain] : chains_.chains) out[shard] = chain.empty() ? 0 : chain.back().seq;
    return out;
  }
  void open(std::string consumer, std::map<int, std::int64_t> beginnings,
            domain::Completion<std::vector<domain::ConsumerPlace>> done) override {
    EXPECT_EQ(consumer, conversations::kConsumer);
    ++opened;
    std::vector<domain::ConsumerPlace> places;
    for (const auto& [shard, seq] : beginnings) {
      cursors.try_emplace(shard, seq);
      places.push_back({.shard = shard, .seq = cursors[shard]});
    }
    done(std::move(places));
  }
  void apply(std::vector<domain::CursorMove> moves, std::vector<domain::MessageNews> news,
             domain::Completion<Done> done) override {
    ++turns;
    if (refuse) return done(*refuse);
    for (const domain::CursorMove& move : moves)
      if (cursors[move.shard] != move.from)
        return done(Error{.code = Errc::Conflict, .reason = "cursor_moved"});
    for (const domain::CursorMove& move : moves) cursors[move.shard] = move.to;
    for (const domain::MessageNews& one : news) told[one.message.text] += one.fresh ? 1 : 0;
    if (silent) return held.push_back(std::move(done));
    done(Done{});
  }
  void advance(domain::CursorMove, domain::Completion<Done>) override {}
  void note_try(domain::CursorMove, int, domain::Completion<Done>) override {}
  void put_aside(domain::EventAside, domain::CursorMove, domain::Completion<Done>) override {}
  Result<std::vector<domain::EventAside>> aside(const std::string&, int) override {
    return std::vector<domain::EventAside>{};
  }
  Result<int> depth(const domain::TenantId&, const std::string&) override { return 0; }

  std::map<int, std::int64_t> cursors;
  std::map<std::string, int> told;  ///< message → how often it was counted
  std::optional<Error> away, refuse;
  std::vector<domain::Completion<Done>> held;
  bool silent{false};
  int opened{0};
  int turns{0};

 private:
  Chains& chains_;
};

class SumLoopTest : public testing::Test {
 protected:
  void run(int steps = 20, milliseconds each = milliseconds{0}) {
    for (int i = 0; i < steps; ++i) {
      clock_.passed += each;
      loop_.step(clock_.tick());
    }
  }
  TurningClock clock_;
  telemetry::Log log_{clock_, telemetry::Level::Error, STDERR_FILENO};
  Chains chains_;
  Sums sums_{chains_};
  SumLoop loop_{{.page = 4, .most = 8}, {chains_, sums_, sums_, clock_, log_}};
};

TEST_F(SumLoopTest, BeginsAtTheFirstEntryAndCountsEachMessageOnce) {
  for (int i = 0; i < 10; ++i) {
    chains_.add(1, "message.accepted", "a" + std::to_string(i));
    chains_.add(1, "message.sent", "a" + std::to_string(i));
    chains_.add(2, "message.received", "b" + std::to_string(i));
  }
  run(20, milliseconds{200});
  EXPECT_EQ(sums_.told.size(), 20U);
  EXPECT_TRUE(std::ranges::all_of(sums_.told, [](const auto& one) { return one.second == 1; }));
  EXPECT_EQ(sums_.cursors, (std::map<int, std::int64_t>{{1, 20}, {2, 10}}));
  EXPECT_EQ(sums_.opened, 1);
}

TEST_F(SumLoopTest, TellsAMessageOnceForSeveralEntries) {
  chains_.add(1, "message.accepted", "a");
  chains_.add(1, "message.sent", "a");
  chains_.add(1, "message.delivered", "a");
  run(3);
  EXPECT_EQ(sums_.turns, 1);
  EXPECT_EQ(sums_.told, (std::map<std::string, int>{{"a", 1}}));
}

TEST_F(SumLoopTest, PassesOverWhatIsNoMessage) {
  chains_.add(1, "conversation.read", "c", "conversation");
  run(3);
  EXPECT_EQ(sums_.cursors[1], 1);
  EXPECT_TRUE(sums_.told.empty());
}

TEST_F(SumLoopTest, HasOneTurnUnderWayAtMost) {
  sums_.silent = true;
  chains_.add(1, "message.accepted", "a");
  run(3);
  chains_.add(1, "message.accepted", "b");
  run(10, milliseconds{500});
  EXPECT_EQ(sums_.turns, 1);
  sums_.silent = false;
  sums_.held.at(0)(Done{});
  run(3);
  EXPECT_EQ(sums_.turns, 2);
}

TEST_F(SumLoopTest, NeverGoesPastAGap) {
  chains_.add(1, "message.accepted", "a");
  chains_.add(1, "message.accepted", "b");
  chains_.add(1, "message.accepted", "c");
  const domain::JournalEntry late = chains_.chains[1][1];
  chains_.chains[1].erase(chains_.chains[1].begin() + 1);
  run(10, milliseconds{200});
  EXPECT_EQ(sums_.cursors[1], 1);
  chains_.chains[1].insert(chains_.chains[1].begin() + 1, late);
  run(10, milliseconds{200});
  EXPECT_EQ(sums_.told, (std::map<std::string, int>{{"a", 1}, {"b", 1}, {"c", 1}}));
}

TEST_F(SumLoopTest, LooksUpItsCursorsAgainWhenAnotherNodeHasMovedThem) {
  chains_.add(1, "message.accepted", "a");
  run(3);
  chains_.add(1, "message.accepted", "b");
  sums_.cursors[1] = 2;
  chains_.add(1, "message.accepted", "c");
  run(10, milliseconds{300});
  EXPECT_EQ(sums_.told, (std::map<std::string, int>{{"a", 1}, {"c", 1}}));
  EXPECT_EQ(sums_.opened, 2);
}

TEST_F(SumLoopTest, WaitsWhileTheDatabaseIsAwayAndGoesOn) {
  chains_.add(1, "message.accepted", "a");
  sums_.away = Error{.code = Errc::Unavailable, .reason = "database_away"};
  EXPECT_EQ(loop_.step(clock_.tick()), clock_.tick() + milliseconds{1'000});
  run(5, milliseconds{100});
  sums_.away.reset();
  run(10, milliseconds{200});
  EXPECT_EQ(sums_.told["a"], 1);
  chains_.add(1, "message.accepted", "b");
  sums_.refuse = Error{.code = Errc::Unavailable, .reason = "database_away"};
  run(10, milliseconds{200});
  EXPECT_LE(sums_.turns, 4) << "once a second";
  sums_.refuse.reset();
  run(10, milliseconds{300});
  EXPECT_EQ(sums_.told["b"], 1);
}

TEST_F(SumLoopTest, ReadsAShardThatJoinsLaterFromItsBeginning) {
  chains_.add(1, "message.accepted", "a");
  run(3);
  chains_.add(9, "message.accepted", "z");
  run(10, milliseconds{200});
  EXPECT_EQ(sums_.told["z"], 1);
}

TEST_F(SumLoopTest, ABusyShardStarvesNoOther) {
  chains_.add(1, "message.accepted", "x");
  chains_.add(5, "message.accepted", "y");
  run(3, milliseconds{200});
  for (int i = 0; i < 100; ++i) chains_.add(1, "message.accepted", "a" + std::to_string(i));
  chains_.add(5, "message.accepted", "z");
  run(4, milliseconds{200});
  EXPECT_EQ(sums_.told["z"], 1);
}

}  // namespace
}  // namespace herald::test
