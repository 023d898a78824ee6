#include "host/api/channel_order.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace herald::api {
namespace {

domain::Channel channel(const std::string& id, int priority, int weight = 0) {
  domain::Channel out;
  out.id = domain::ChannelId{id};
  out.priority = priority;
  if (weight > 0) out.config_json = "{\"weight\":" + std::to_string(weight) + "}";
  return out;
}

std::string ids(const std::vector<domain::Channel>& channels) {
  std::string out;
  for (const domain::Channel& one : channels) out += one.id.text;
  return out;
}

TEST(ChannelOrder, WithoutWeightsStaysAsItIs) {
  SystemRandom random;
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(ids(in_order_of_trial({channel("a", 5), channel("b", 5), channel("c", 1)}, {}, random)), "abc");
}

TEST(ChannelOrder, WeightsShareAmongEqualsOnly) {
  SystemRandom random;
  std::map<std::string, int> first;
  for (int i = 0; i < 4000; ++i) {
    const std::string order =
        ids(in_order_of_trial({channel("a", 5, 1), channel("b", 5, 3), channel("c", 1, 1000)}, {}, random));
    EXPECT_TRUE(order == "abc" || order == "bac") << order;
    ++first[order.substr(0, 1)];
  }
  EXPECT_NEAR(first["b"], 3000, 250);  // nine standard deviations
}

TEST(ChannelOrder, OneWithoutAWeightFollowsThoseThatHaveOne) {
  SystemRandom random;
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(ids(in_order_of_trial({channel("a", 5), channel("b", 5, 1)}, {}, random)), "ba");
}

TEST(ChannelOrder, HeldChannelsComeLastWhateverTheirPriority) {
  SystemRandom random;
  const ChannelHeld held = [](const domain::ChannelId& id) { return id.text == "a"; };
  EXPECT_EQ(ids(in_order_of_trial({channel("a", 9), channel("b", 5), channel("c", 1)}, held, random)), "bca");
}

}  // namespace
}  // namespace herald::api
