#include <gtest/gtest.h>

#include "tests/unit/egress/driver.hpp"
#include "tests/unit/egress/fake_dns.hpp"

namespace herald::egress::test {
namespace {

using herald::test::RawServer;

std::string at_port(const std::string& name, std::uint16_t port, const std::string& scheme = "http") {
  return scheme + "://" + name + ":" + std::to_string(port) + "/";
}

TEST(Resolver, AnUnknownNameIsNotStarted) {
  const FakeDns dns;
  Driver driver;
  const auto end = driver.run(get("https://nowhere.test/"));
  EXPECT_EQ(end.phase, Phase::NotStarted);
  EXPECT_EQ(end.failure, "dns");
}

TEST(Resolver, EveryHostileAnswerIsRefusedWhereTheSocketOpens) {
  RawServer server{RawServer::replies(RawServer::ok("reached"))};
  FakeDns dns;
  Driver driver{Config{}};
  for (const auto* address :
       {"127.0.0.1", "0.0.0.0", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1",
        "169.254.169.254", "10.0.0.1", "fe80::1", "fd00::1"}) {
    const auto name = "name" + std::to_string(std::hash<std::string>{}(address)) + ".test";
    dns.answer(name, {address});
    const auto end = driver.run(get(at_port(name, server.port(), "https")));
    EXPECT_EQ(end.phase, Phase::NotStarted) << address;
    EXPECT_EQ(end.failure, "guard_refused") << address << ": " << end.text;
  }
  EXPECT_EQ(server.connections(), 0U);
}

TEST(Resolver, NumericSpellingsOfLoopbackAreRefused) {
  RawServer server{RawServer::replies(RawServer::ok("reached"))};
  const FakeDns dns;
  Driver driver{Config{}};
  for (const auto* host :
       {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1", "[::1]", "[::ffff:7f00:1]"}) {
    const auto end = driver.run(get(at_port(host, server.port(), "https")));
    EXPECT_EQ(end.failure, "guard_refused") << host << ": " << end.text;
  }
  EXPECT_EQ(server.connections(), 0U);
}

TEST(Resolver, ARefusedAddressAmongOthersIsPassedOver) {
  RawServer server{RawServer::replies(RawServer::ok("reached"))};
  FakeDns dns;
  dns.answer("mixed.test", {"10.0.0.1", "127.0.0.1"});
  Driver driver;
  EXPECT_EQ(driver.run(get(at_port("mixed.test", server.port()))).body, "reached");
}

TEST(Resolver, PlainHttpToAPublicAddressIsRefusedBeforeConnecting) {
  FakeDns dns;
  dns.answer("public.test", {"8.8.8.8"});
  Driver driver;
  const auto end = driver.run(get("http://public.test/"));
  EXPECT_EQ(end.failure, "guard_refused");
  EXPECT_NE(end.text.find("plain_http"), std::string::npos) << end.text;
}

TEST(Resolver, AKeptConnectionIsCheckedAgainstTheListOfToday) {
  RawServer server{RawServer::replies(RawServer::ok("reached"))};
  Driver driver;
  EXPECT_EQ(driver.run(get(server.url())).body, "reached");
  driver.engine.allow({*parse_cidr("10.0.0.0/8")});
  const auto end = driver.run(post(server.url()));
  EXPECT_EQ(end.phase, Phase::NotStarted);
  EXPECT_EQ(end.failure, "guard_refused");
  EXPECT_EQ(server.connections(), 1U);
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Resolver, ALookupThatHangsNeitherHoldsTheLoopNorOtherRequests) {
  RawServer server{RawServer::replies(RawServer::ok("reached"))};
  FakeDns dns;
  dns.hang("slow.test");
  Driver driver;
  auto slow = get("https://slow.test/");
  slow.timeout = std::chrono::milliseconds{100};
  const auto begin = std::chrono::steady_clock::now();
  const auto ends = driver.run_all({slow, get(server.url())});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds{5});
  EXPECT_EQ(ends[0].phase, Phase::NotStarted);
  EXPECT_EQ(ends[0].failure, "timeout");
  EXPECT_EQ(ends[1].body, "reached");
}

}  // namespace
}  // namespace herald::egress::test
