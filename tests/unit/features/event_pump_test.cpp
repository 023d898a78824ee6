#include "host/features/event_pump.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>

#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

using domain::CursorMove;
using features::EventPump;
using std::chrono::seconds;

constexpr const char* kListener = R"({"events":["message.accepted"]})";

class MovedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{seconds{1'700'000'000}}; }
  [[nodiscard]] Tick tick() const override { return at; }
  Tick at{};
};

class NoDice final : public Random {
 public:
  std::string bytes(std::size_t count) override { return std::string(count, '7'); }
  std::uint64_t below(std::uint64_t) override { return 0; }
};

/// A journal of accepted messages in memory, and the cursors of its readers.
class Book final : public domain::JournalReader, public domain::JournalConsumers {
 public:
  void add(int shard, int count) {
    auto& entries = shards[shard];
    for (int i = 0; i < count; ++i)
      entries.push_back({.shard = shard,
                         .seq = static_cast<std::int64_t>(entries.size()) + 1,
                         .event = {.type = "message.accepted", .tenant = domain::TenantId{"tenant-a"}}});
  }
  Result<std::vector<domain::JournalEntry>> read(int shard, std::int64_t seq, int limit) override {
    const auto& all = shards[shard];
    const auto from = std::min<std::size_t>(static_cast<std::size_t>(seq), all.size());
    const auto to = std::min(from + static_cast<std::size_t>(limit), all.size());
    return std::vector<domain::JournalEntry>(all.begin() + static_cast<std::ptrdiff_t>(from),
                                             all.begin() + static_cast<std::ptrdiff_t>(to));
  }
  Result<std::map<int, std::int64_t>> heads() override {
    if (away) return Error{.code = Errc::Unavailable};
    std::map<int, std::int64_t> out;
    for (const auto& [shard, entries] : shards) out[shard] = static_cast<std::int64_t>(entries.size());
    return out;
  }
  void open(std::string, std::map<int, std::int64_t> heads,
            domain::Completion<std::vector<domain::ConsumerPlace>> done) override {
    std::vector<domain::ConsumerPlace> places;
    for (const auto& [shard, head] : heads) places.push_back({.shard = shard, .seq = cursors[shard]});
    done(std::move(places));
  }
  void advance(CursorMove, domain::Completion<Done> done) override { done(Done{}); }
  void note_try(CursorMove, int, domain::Completion<Done> done) override { done(Done{}); }
  void put_aside(domain::EventAside event, CursorMove, domain::Completion<Done> done) override {
    asides.push_back(std::move(event));
    done(Done{});
  }
  Result<std::vector<domain::EventAside>> aside(const std::string&, int) override { return asides; }
  Result<int> depth(const domain::TenantId&, const std::string&) override { return 0; }
  std::map<int, std::vector<domain::JournalEntry>> shards;
  std::map<int, std::int64_t> cursors;  ///< where they stand when they are opened
  std::vector<domain::EventAside> asides;
  bool away{false};
};

class EventPumpTest : public testing::Test {
 protected:
  EventPumpTest() { plugin_.sheet = sheet_of(kListener); }
  void turn(int times = 1) {
    for (int i = 0; i < times; ++i) {
      clock_.at += seconds{20};  // beyond every wait
      pump_.step(clock_.at);
    }
  }
  MovedClock clock_;
  NoDice random_;
  telemetry::Log log_{clock_, telemetry::Level::Error, STDERR_FILENO};
  ScriptedPlugin plugin_;
  Shelf shelf_;
  Book book_;
  EventPump pump_{{}, {plugin_, shelf_, shelf_, book_, book_, clock_, random_, log_}};
};

TEST_F(EventPumpTest, CommitsTheCursorWithWhatTheEventLedTo) {
  book_.add(3, 1);
  turn(4);
  ASSERT_TRUE(shelf_.committed);
  ASSERT_TRUE(shelf_.committed->effects.cursor);
  EXPECT_EQ(shelf_.committed->effects.cursor->from, 0);
  EXPECT_EQ(shelf_.committed->effects.cursor->to, 1);
}

TEST_F(EventPumpTest, WaitsToOpenUntilItKnowsTheJournal) {
  book_.add(3, 1);
  book_.away = true;
  turn(4);
  EXPECT_FALSE(pump_.open());
  book_.away = false;
  turn(4);
  EXPECT_TRUE(pump_.open());
  EXPECT_TRUE(shelf_.committed);
}

TEST_F(EventPumpTest, ACallThatWasNotReachedIsNoFaultOfTheEvent) {
  book_.add(3, 1);
  plugin_.failure = Error{.code = Errc::Timeout, .reason = "plugin_timeout"};
  turn(20);
  EXPECT_TRUE(book_.asides.empty());
  plugin_.failure.reset();
  turn(4);
  EXPECT_TRUE(shelf_.committed);
}

TEST_F(EventPumpTest, PutsAnEventAsideAfterThreeFaultsAndGoesOn) {
  book_.add(3, 2);
  plugin_.failure = Error{.code = Errc::Internal, .reason = "plugin_threw"};
  turn(8);
  ASSERT_FALSE(book_.asides.empty());
  EXPECT_EQ(book_.asides[0].seq, 1);
  EXPECT_EQ(book_.asides[0].tries, 3);
  plugin_.failure.reset();
  turn(8);
  ASSERT_TRUE(shelf_.committed);
  EXPECT_EQ(shelf_.committed->effects.cursor->to, 2);
}

TEST_F(EventPumpTest, SixteenCallsAreUnderWayAndEveryShardHasItsTurn) {
  for (int shard = 0; shard < 40; ++shard) book_.add(shard, 5);
  plugin_.late = true;
  turn(6);
  EXPECT_EQ(plugin_.waiting.size(), 16U);
  std::set<int> served;
  for (int round = 0; round < 12; ++round) {
    for (const auto& answer : std::exchange(plugin_.waiting, {})) answer(std::string{"{}"});
    turn(3);
    if (shelf_.committed) served.insert(shelf_.committed->effects.cursor->shard);
    EXPECT_LE(plugin_.waiting.size(), 16U);
  }
  EXPECT_TRUE(std::ranges::any_of(served, [](int shard) { return shard >= 16; }));
}

TEST_F(EventPumpTest, AShardThatCameBackIsReadFromWhereItsOtherOwnerGotTo) {
  book_.add(3, 1);
  book_.add(5, 1);
  turn(6);
  const auto lost = book_.shards.extract(3);
  turn(3);
  shelf_.committed.reset();
  book_.add(5, 1);
  turn(4);
  ASSERT_TRUE(shelf_.committed) << "the shard that stayed goes on";
  shelf_.committed.reset();
  book_.shards[3] = lost.mapped();
  book_.add(3, 2);
  book_.cursors = {{3, 2}, {5, 2}};
  for (int i = 0; i < 10 && !shelf_.committed; ++i) turn();
  ASSERT_TRUE(shelf_.committed);
  EXPECT_EQ(shelf_.committed->effects.cursor->shard, 3);
  EXPECT_EQ(shelf_.committed->effects.cursor->from, 2);
  EXPECT_EQ(shelf_.committed->effects.cursor->to, 3);
}

TEST_F(EventPumpTest, LooksAgainWhereItStandsWhenSomebodyElseMovedTheCursor) {
  book_.add(3, 1);
  shelf_.refusal = Error{.code = Errc::Conflict, .reason = "cursor_moved"};
  turn(8);
  EXPECT_TRUE(book_.asides.empty());
  shelf_.refusal.reset();
  shelf_.committed.reset();
  turn(8);
  EXPECT_TRUE(shelf_.committed);
}

}  // namespace
}  // namespace herald::test
