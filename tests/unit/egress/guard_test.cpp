#include "host/egress/guard.hpp"

#include <gtest/gtest.h>

#include <string>

namespace herald::egress {
namespace {

Address at(const std::string& text) { return *parse_address(text); }

Guard listing(std::string_view cidr) { return Guard{{*parse_cidr(cidr)}}; }

struct Row {
  const char* address;
  std::string_view reason;
};

TEST(Guard, RefusesBothEndsOfEverySpecialIpv4Range) {
  constexpr Row kRows[] = {
      {"0.0.0.0", "this_network"},
      {"0.255.255.255", "this_network"},
      {"10.0.0.0", "private"},
      {"10.255.255.255", "private"},
      {"100.64.0.0", "carrier_nat"},
      {"100.127.255.255", "carrier_nat"},
      {"127.0.0.0", "loopback"},
      {"127.255.255.255", "loopback"},
      {"169.254.0.0", "link_local"},
      {"169.254.169.254", "link_local"},
      {"169.254.255.255", "link_local"},
      {"172.16.0.0", "private"},
      {"172.31.255.255", "private"},
      {"192.0.0.0", "protocol"},
      {"192.0.0.255", "protocol"},
      {"192.0.2.0", "documentation"},
      {"192.0.2.255", "documentation"},
      {"192.88.99.0", "relay_anycast"},
      {"192.88.99.255", "relay_anycast"},
      {"192.168.0.0", "private"},
      {"192.168.255.255", "private"},
      {"198.18.0.0", "benchmarking"},
      {"198.19.255.255", "benchmarking"},
      {"198.51.100.0", "documentation"},
      {"198.51.100.255", "documentation"},
      {"203.0.113.0", "documentation"},
      {"203.0.113.255", "documentation"},
      {"224.0.0.0", "multicast"},
      {"239.255.255.255", "multicast"},
      {"240.0.0.0", "reserved"},
      {"255.255.255.255", "reserved"},
  };
  for (const auto& [address, reason] : kRows) {
    const auto verdict = Guard{}.check(at(address), Scheme::Https);
    EXPECT_FALSE(verdict.allowed) << address;
    EXPECT_EQ(verdict.reason, reason) << address;
  }
}

TEST(Guard, AllowsThePublicNeighboursOfEverySpecialIpv4Range) {
  for (const auto* address :
       {"1.0.0.0",     "9.255.255.255",   "11.0.0.0",    "100.63.255.255", "100.128.0.0",  "126.255.255.255",
        "128.0.0.0",   "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",   "191.255.255.255",
        "192.0.1.0",   "192.0.1.255",     "192.0.3.0",   "192.88.98.255",  "192.88.100.0", "192.167.255.255",
        "192.169.0.0", "198.17.255.255",  "198.20.0.0",  "198.51.99.255",  "198.51.101.0", "203.0.112.255",
        "203.0.114.0", "223.255.255.255", "8.8.8.8"}) {
    EXPECT_TRUE(Guard{}.check(at(address), Scheme::Https).allowed) << address;
  }
}

TEST(Guard, RefusesIpv6ThatIsNotGlobalUnicast) {
  constexpr Row kRows[] = {
      {"::", "unspecified"},
      {"::1", "loopback"},
      {"::2", "reserved"},
      {"::8.8.8.8", "reserved"},
      {"::1:0:0:8.8.8.8", "reserved"},
      {"100::1", "reserved"},
      {"64:ff9b:1::1", "local_nat64"},
      {"64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "local_nat64"},
      {"64:ff9b:0:0:0:1::", "reserved"},
      {"1fff:ffff::", "reserved"},
      {"4000::", "reserved"},
      {"5f00::1", "reserved"},
      {"fc00::", "unique_local"},
      {"fd00:ec2::254", "unique_local"},
      {"fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "unique_local"},
      {"fe80::", "link_local"},
      {"febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link_local"},
      {"fec0::", "site_local"},
      {"feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "site_local"},
      {"ff00::", "multicast"},
      {"ff02::1", "multicast"},
      {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"},
  };
  for (const auto& [address, reason] : kRows) {
    const auto verdict = Guard{}.check(at(address), Scheme::Https);
    EXPECT_FALSE(verdict.allowed) << address;
    EXPECT_EQ(verdict.reason, reason) << address;
  }
}

TEST(Guard, RefusesTheSpecialBlocksInsideGlobalUnicast) {
  constexpr Row kRows[] = {
      {"2001::", "teredo"},
      {"2001:0:ffff:ffff:ffff:ffff:ffff:ffff", "teredo"},
      {"2001:1::1", "protocol"},
      {"2001:2::", "protocol"},
      {"2001:20::", "protocol"},
      {"2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "protocol"},
      {"2001:db8::", "documentation"},
      {"2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
      {"3fff::", "documentation"},
      {"3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"},
  };
  for (const auto& [address, reason] : kRows) {
    const auto verdict = Guard{}.check(at(address), Scheme::Https);
    EXPECT_FALSE(verdict.allowed) << address;
    EXPECT_EQ(verdict.reason, reason) << address;
  }
}

TEST(Guard, AllowsGlobalUnicastIpv6) {
  for (const auto* address : {"2000::", "2000:ffff::1", "2001:200::", "2001:db7:ffff::", "2001:db9::",
                              "2003::1", "2606:4700::1111", "3fff:1000::", "3ffe:ffff::"}) {
    EXPECT_TRUE(Guard{}.check(at(address), Scheme::Https).allowed) << address;
  }
}

TEST(Guard, RefusesEveryIpv4MappedAddressAlsoOfAPublicOne) {
  for (const auto* address :
       {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:169.254.169.254"}) {
    EXPECT_EQ(Guard{}.check(at(address), Scheme::Https).reason, "ipv4_mapped") << address;
  }
}

TEST(Guard, JudgesSixToFourByTheAddressInside) {
  EXPECT_EQ(Guard{}.check(at("2002:7f00:1::"), Scheme::Https).reason, "6to4");
  EXPECT_EQ(Guard{}.check(at("2002:a9fe:a9fe::1"), Scheme::Https).reason, "6to4");
  EXPECT_EQ(Guard{}.check(at("2002:c0a8:101:1:2:3:4:5"), Scheme::Https).reason, "6to4");
  EXPECT_TRUE(Guard{}.check(at("2002:808:808::1"), Scheme::Https).allowed);
}

TEST(Guard, JudgesNat64ByTheAddressInside) {
  EXPECT_EQ(Guard{}.check(at("64:ff9b::127.0.0.1"), Scheme::Https).reason, "nat64");
  EXPECT_EQ(Guard{}.check(at("64:ff9b::169.254.169.254"), Scheme::Https).reason, "nat64");
  EXPECT_EQ(Guard{}.check(at("64:ff9b::255.255.255.255"), Scheme::Https).reason, "nat64");
  EXPECT_TRUE(Guard{}.check(at("64:ff9b::8.8.8.8"), Scheme::Https).allowed);
}

TEST(Guard, RefusesPlainHttpToPublicAddresses) {
  EXPECT_EQ(Guard{}.check(at("8.8.8.8"), Scheme::Http).reason, "plain_http");
  EXPECT_EQ(Guard{}.check(at("2606:4700::1111"), Scheme::Http).reason, "plain_http");
}

TEST(Guard, TheListOpensBothSchemesForItsAddressesOnly) {
  const auto guard = listing("10.1.0.0/16");
  EXPECT_TRUE(guard.check(at("10.1.255.255"), Scheme::Http).allowed);
  EXPECT_TRUE(guard.check(at("10.1.0.0"), Scheme::Https).allowed);
  EXPECT_FALSE(guard.check(at("10.2.0.0"), Scheme::Https).allowed);
  EXPECT_FALSE(guard.check(at("::ffff:10.1.0.1"), Scheme::Https).allowed);
  EXPECT_FALSE(guard.check(at("64:ff9b::10.1.0.1"), Scheme::Https).allowed);
}

TEST(Guard, TheListCanNameAPublicAddressForPlainHttp) {
  EXPECT_TRUE(listing("8.8.8.8").check(at("8.8.8.8"), Scheme::Http).allowed);
  EXPECT_FALSE(listing("8.8.8.8").check(at("8.8.4.4"), Scheme::Http).allowed);
}

TEST(Guard, TheListCanNameAMappedOrUniqueLocalBlock) {
  EXPECT_TRUE(listing("::ffff:127.0.0.0/104").check(at("::ffff:127.0.0.1"), Scheme::Http).allowed);
  EXPECT_TRUE(listing("fd00::/8").check(at("fd12::1"), Scheme::Http).allowed);
}

TEST(Guard, AnAllowedVerdictCarriesNoReason) {
  EXPECT_TRUE(Guard{}.check(at("8.8.8.8"), Scheme::Https).reason.empty());
}

}  // namespace
}  // namespace herald::egress
