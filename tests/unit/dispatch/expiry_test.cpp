#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

using Kind = domain::IntentVerdict::Kind;

class Expiry : public DispatcherBench {};

TEST_F(Expiry, or_a_deleted_channel_ends_the_delivery_before_the_plugin_is_called) {
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
