#include "host/http/peers.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

Address at(std::string_view text) { return *address_of(text); }

TEST(PeersTest, count_each_ipv4_address_by_itself) {
  Peers peers;
  EXPECT_TRUE(peers.enter(1, at("192.0.2.1"), 2));
  EXPECT_TRUE(peers.enter(2, at("192.0.2.1"), 2));
  EXPECT_FALSE(peers.enter(3, at("192.0.2.1"), 2));
  EXPECT_TRUE(peers.enter(3, at("192.0.2.2"), 2));
}

TEST(PeersTest, take_an_ipv6_network_of_64_bits_for_one_peer) {
  Peers peers;
  EXPECT_TRUE(peers.enter(1, at("2001:db8:0:1::1"), 1));
  EXPECT_FALSE(peers.enter(2, at("2001:db8:0:1:ffff::2"), 1));
  EXPECT_TRUE(peers.enter(2, at("2001:db8:0:2::1"), 1));
}

TEST(PeersTest, give_a_place_back_once) {
  Peers peers;
  EXPECT_TRUE(peers.enter(1, at("192.0.2.1"), 2));
  EXPECT_TRUE(peers.enter(2, at("192.0.2.1"), 2));
  peers.leave(1);
  peers.leave(1);
  EXPECT_TRUE(peers.enter(1, at("192.0.2.1"), 2));
  EXPECT_FALSE(peers.enter(3, at("192.0.2.1"), 2));
}

TEST(PeersTest, do_not_count_a_descriptor_twice) {
  Peers peers;
  EXPECT_TRUE(peers.enter(1, at("192.0.2.1"), 1));
  EXPECT_TRUE(peers.enter(1, at("192.0.2.1"), 1)) << "the first connection must have gone";
  EXPECT_FALSE(peers.enter(2, at("192.0.2.1"), 1));
}

}  // namespace
}  // namespace herald::http
