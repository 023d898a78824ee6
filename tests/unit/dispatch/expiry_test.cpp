#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

using Kind = domain::IntentVerdict::Kind;

class Expiry : public DispatcherBench {};

TEST_F(Expiry, is_named_by_every_intent_so_that_its_batch_can_decide) {
  domain::Work work = work_of("m1", clock.now());
  work.message.content.expires_at = clock.now() + milliseconds{5'000};
  offer(work);
  step();
  EXPECT_EQ(intend().expires_at, work.message.content.expires_at);
  offer("m2");
  step();
  EXPECT_FALSE(intend().expires_at);
}

TEST_F(Expiry, and_a_deleted_channel_end_the_delivery_before_the_plugin_is_called) {
  for (const Kind kind : {Kind::Expired, Kind::ChannelDeleted}) {
    offer("m" + std::to_string(static_cast<int>(kind)));
    step();
    intend({.kind = kind});
    EXPECT_TRUE(dispatcher.idle());
    EXPECT_EQ(dispatcher.queued(), 0U);
  }
  EXPECT_TRUE(provider.plans.empty());
  EXPECT_TRUE(ledger.settlements.empty());
}

}  // namespace
}  // namespace herald::dispatch::test
