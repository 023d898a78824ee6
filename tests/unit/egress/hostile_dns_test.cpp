// The guard against a name server that lies (D11), with the resolver that the engine really uses. Every
// address is reachable here, so a connection that the guard forgot would be seen by the server.
#include "tests/unit/egress/internet.hpp"

namespace herald::egress::test {
namespace {

constexpr auto* kPublic = "8.8.8.8";
constexpr auto* kPublicV6 = "2606:4700::1111";

class HostileDns : public Internet {
 protected:
  void expect_refused(const std::string& host, const std::string& what) {
    const auto end = visit(host);
    EXPECT_EQ(end.phase, Phase::NotStarted) << what;
    EXPECT_EQ(end.failure, "guard_refused") << what << ": " << end.text;
    EXPECT_EQ(server_->connections(), 0) << what;
  }
};

TEST_F(HostileDns, AnHonestAnswerIsReachedByBothFamilies) {
  dns_->answer("right.test", {{kPublic}});
  dns_->answer("six.right.test", {{kPublicV6}});
  EXPECT_EQ(visit("right.test").body, "reached");
  EXPECT_EQ(visit("six.right.test").body, "reached");
  EXPECT_EQ(server_->connections(), 2);
}

TEST_F(HostileDns, ANameThatDoesNotExistIsNotStarted) {
  const auto end = visit("nowhere.right.test");
  EXPECT_EQ(end.phase, Phase::NotStarted);
  EXPECT_EQ(end.failure, "dns");
  EXPECT_GT(dns_->asked("nowhere.right.test"), 0);
}

TEST_F(HostileDns, NoAddressThatIsNotPublicIsConnectedTo) {
  for (const char* address : {
           "127.0.0.1",
           "127.255.255.254",
           "0.0.0.0",
           "10.0.0.1",
           "172.16.0.1",
           "192.168.0.1",
           "100.64.0.1",
           "169.254.169.254",  // the clouds' metadata
           "224.0.0.1",
           "239.255.255.255",  // multicast
           "255.255.255.255",
           "240.0.0.1",  // broadcast, reserved
           "::1",
           "::",  // loopback, any
           "::ffff:127.0.0.1",
           "::ffff:8.8.8.8",  // IPv4-mapped
           "::127.0.0.1",     // IPv4-compatible
           "2002:7f00:1::",
           "2002:a9fe:a9fe::1",  // 6to4 of loopback, of the metadata
           "64:ff9b::7f00:1",
           "64:ff9b::a9fe:a9fe",  // NAT64 of the same
           "64:ff9b:1::7f00:1",   // NAT64 of the site's own prefix
           "fe80::1",
           "fec0::1",
           "fd00:ec2::254",
           "ff02::1"  // link, site, unique local, multicast
       }) {
    dns_->answer("right.test", {{address}});
    expect_refused("right.test", address);
  }
}

TEST_F(HostileDns, AChainOfAliasesIsJudgedByItsEnd) {
  dns_->answer("right.test", {{"10.0.0.1"}, {"a.test", "b.example", "metadata.internal"}});
  expect_refused("right.test", "three aliases to a private address");
  dns_->answer("right.test", {{"::ffff:10.0.0.1"}, {"a.test"}});
  expect_refused("right.test", "an alias to a mapped address");
  dns_->answer("right.test", {{kPublic}, {"a.test", "b.example"}});
  EXPECT_EQ(visit("right.test").body, "reached");
}

TEST_F(HostileDns, ANameThatTurnsPrivateIsRefusedTheSecondTime) {
  dns_->answer_in_turn("right.test", {{{kPublic}}, {{"127.0.0.1"}}});
  EXPECT_EQ(visit("right.test").body, "reached");
  const auto end = visit("right.test");
  EXPECT_EQ(end.phase, Phase::NotStarted);
  EXPECT_EQ(end.failure, "guard_refused");
  EXPECT_EQ(server_->connections(), 1) << "of the first time";
}

TEST_F(HostileDns, AnEngineThatKnowsThePublicAddressNeverReachesThePrivateOne) {
  dns_->answer_in_turn("right.test", {{{kPublic}}, {{"127.0.0.1"}}});
  Config config;
  config.ca_file = ca_file_;
  Driver driver{std::move(config)};
  for (int i = 0; i < 2; ++i) driver.run(get(server_->url("right.test")));
  for (const std::string& address : server_->addresses()) EXPECT_EQ(address, kPublic);
}

TEST_F(HostileDns, AmongSeveralAnswersOnlyThePublicOneIsConnectedTo) {
  const std::vector<std::vector<std::string>> mixed{
      {"10.0.0.1", kPublic}, {kPublic, "10.0.0.1"}, {"::1", kPublic}, {"127.0.0.1", kPublicV6}};
  for (const auto& addresses : mixed) {
    dns_->answer("right.test", {addresses});
    EXPECT_EQ(visit("right.test").body, "reached") << addresses[0];
  }
  EXPECT_EQ(server_->addresses(), (std::vector<std::string>{kPublic, kPublic, kPublic, kPublicV6}));
}

TEST_F(HostileDns, SeveralPrivateAnswersAreAllRefused) {
  dns_->answer("right.test", {{"10.0.0.1", "::1", "192.168.1.1", "fe80::1"}});
  expect_refused("right.test", "four private addresses");
}

TEST_F(HostileDns, NumbersForAHostAreNoWayAround) {
  for (const char* host : {"2130706433",
                           "0x7f000001",
                           "0x7f.1",
                           "0177.0.0.1",
                           "017700000001",
                           "127.1",
                           "127.0.1",
                           "0",
                           "0.0.0.0",
                           "127.0.0.1",
                           "4294967295",
                           "2852039166",
                           "[::1]",
                           "[::]",
                           "[::ffff:127.0.0.1]",
                           "[::ffff:7f00:1]",
                           "[64:ff9b::7f00:1]",
                           "[2002:7f00:1::]",
                           "[fe80::1%25lo]",
                           "%31%32%37.0.0.1"})
    expect_refused(host, host);
}

}  // namespace
}  // namespace herald::egress::test
