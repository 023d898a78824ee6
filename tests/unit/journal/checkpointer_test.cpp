#include "host/journal/checkpointer.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace herald::journal {
namespace {

using std::chrono::seconds;

const Instant kNow{std::chrono::milliseconds{1'700'000'000'000}};
constexpr CheckpointPolicy kPolicy{.interval = seconds{60}, .rows = 100};

class StandingClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return kNow; }
  [[nodiscard]] Tick tick() const override { return Tick{}; }
};

/// Plays the database; the test completes what was appended.
class FakeCheckpoints final : public domain::Checkpoints {
 public:
  Result<std::vector<domain::OpenEnd>> open_ends() override {
    ++looks;
    return ends;
  }
  Result<std::map<int, domain::ChainHead>> heads() override { return std::map<int, domain::ChainHead>{}; }
  Result<std::map<int, domain::ChainHead>> newest() override { return std::map<int, domain::ChainHead>{}; }
  Result<std::vector<Checkpoint>> read(int, std::int64_t, std::int64_t) override {
    return std::vector<Checkpoint>{};
  }
  void append(std::vector<Checkpoint> checkpoints, domain::Completion<Done> done) override {
    appended.push_back(std::move(checkpoints));
    completions.push_back(std::move(done));
  }
  int looks{0};
  Result<std::vector<domain::OpenEnd>> ends{std::vector<domain::OpenEnd>{}};
  std::vector<std::vector<Checkpoint>> appended;
  std::vector<domain::Completion<Done>> completions;
};

domain::OpenEnd open_end(std::int64_t written, seconds age) {
  return {
      .shard = 3, .head = {.seq = 500 + written, .hash = "head"}, .covered = 500, .covered_at = kNow - age};
}

class CheckpointerTest : public ::testing::Test {
 protected:
  CheckpointerTest() : nowhere_{::open("/dev/null", O_WRONLY | O_CLOEXEC)} {}
  ~CheckpointerTest() override { ::close(nowhere_); }
  std::size_t due(const domain::OpenEnd& end) { return sign_due({end}, kPolicy, kNow, signer_).size(); }

 private:
  int nowhere_;

 protected:
  StandingClock clock_;
  telemetry::Log log_{clock_, telemetry::Level::Error, nowhere_};
  CheckpointSigner signer_{CheckpointSigner::from_seed(std::string(64, '1')).value()};
  FakeCheckpoints stored_;
  Checkpointer checkpointer_{kPolicy, {stored_, signer_, clock_, log_}};
};

TEST_F(CheckpointerTest, a_chain_is_signed_at_the_interval_and_not_before) {
  EXPECT_EQ(due(open_end(1, seconds{59})), 0U);
  EXPECT_EQ(due(open_end(1, seconds{60})), 1U);
}

TEST_F(CheckpointerTest, a_chain_is_signed_at_the_number_of_rows_and_not_before) {
  EXPECT_EQ(due(open_end(99, seconds{0})), 0U);
  EXPECT_EQ(due(open_end(100, seconds{0})), 1U);
}

TEST_F(CheckpointerTest, a_chain_without_any_checkpoint_is_signed_at_once) {
  EXPECT_EQ(due({.shard = 3, .head = {.seq = 1, .hash = "head"}}), 1U);
}

TEST_F(CheckpointerTest, what_is_signed_is_the_head) {
  const auto made = sign_due({open_end(100, seconds{0})}, kPolicy, kNow, signer_);
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].shard, 3);
  EXPECT_EQ(made[0].seq, 600);
  EXPECT_EQ(made[0].chain_hash, "head");
  EXPECT_TRUE(genuine(made[0], signer_.public_key()));
}

TEST_F(CheckpointerTest, looks_every_five_seconds) {
  EXPECT_EQ(checkpointer_.step(Tick{} + seconds{100}), Tick{} + seconds{105});
  checkpointer_.step(Tick{} + seconds{104});
  EXPECT_EQ(stored_.looks, 1);
  checkpointer_.step(Tick{} + seconds{105});
  EXPECT_EQ(stored_.looks, 2);
}

TEST_F(CheckpointerTest, does_not_sign_again_what_is_being_stored) {
  stored_.ends = std::vector{open_end(100, seconds{0})};
  checkpointer_.step(Tick{} + seconds{100});
  checkpointer_.step(Tick{} + seconds{105});
  ASSERT_EQ(stored_.appended.size(), 1U);
  stored_.completions[0](Done{});
  checkpointer_.step(Tick{} + seconds{110});
  EXPECT_EQ(stored_.appended.size(), 2U);
}

TEST_F(CheckpointerTest, tries_again_after_the_database_was_away) {
  stored_.ends = Error{.code = Errc::Unavailable, .reason = "away"};
  checkpointer_.step(Tick{} + seconds{100});
  stored_.ends = std::vector{open_end(100, seconds{0})};
  checkpointer_.step(Tick{} + seconds{105});
  ASSERT_EQ(stored_.appended.size(), 1U);
  stored_.completions[0](Error{.code = Errc::Unavailable, .reason = "away"});
  checkpointer_.step(Tick{} + seconds{110});
  EXPECT_EQ(stored_.appended.size(), 2U);
}

}  // namespace
}  // namespace herald::journal
