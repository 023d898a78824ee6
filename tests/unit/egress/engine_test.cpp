#include "host/egress/engine.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/egress/driver.hpp"

namespace herald::egress::test {
namespace {

using herald::test::RawServer;
using std::chrono::milliseconds;

RawServer::Script answers_when_released() {
  return [](RawServer::Connection& peer) {
    while (peer.read() && peer.hold()) peer.send(RawServer::ok("done"));
  };
}

TEST(Engine, RunsTwoHundredRequestsAtOnce) {
  RawServer server{answers_when_released()};
  Driver driver;
  constexpr std::size_t kCount = 200;
  std::size_t answered = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    driver.engine.start(post(server.url("/" + std::to_string(i))), [&](Exchange end) {
      if (end.body == "done") ++answered;
    });
  }
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == kCount; }));
  EXPECT_EQ(server.connections(), kCount);
  EXPECT_EQ(driver.engine.in_flight(), kCount);
  server.release();
  ASSERT_TRUE(driver.turn_until([&] { return driver.engine.in_flight() == 0; }));
  EXPECT_EQ(answered, kCount);
}

TEST(Engine, KeepsConnectionsForLaterRequests) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  for (int i = 0; i < 20; ++i) EXPECT_EQ(driver.run(get(server.url())).phase, Phase::Answered);
  EXPECT_EQ(server.connections(), 1U);
}

TEST(Engine, HoldsBackWhatIsOverTheLimitAndRunsItLater) {
  RawServer server{answers_when_released()};
  auto config = Driver::loopback();
  config.max_in_flight = 2;
  Driver driver{config};
  std::size_t answered = 0;
  for (int i = 0; i < 5; ++i) driver.engine.start(get(server.url()), [&](Exchange) { ++answered; });
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == 2; }));
  driver.turn();
  EXPECT_EQ(server.requests().size(), 2U);
  EXPECT_EQ(driver.engine.in_flight(), 5U);
  server.release();
  ASSERT_TRUE(driver.turn_until([&] { return answered == 5; }));
  EXPECT_EQ(server.connections(), 2U);
}

TEST(Engine, ARequestHeldBackPastItsStartLimitIsNotStarted) {
  RawServer server{answers_when_released()};
  auto config = Driver::loopback();
  config.max_in_flight = 1;
  Driver driver{config};
  driver.engine.start(get(server.url()), [](Exchange) {});
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == 1; }));
  auto late = get(server.url("/late"));
  late.start_by = driver.clock.at + milliseconds{2000};
  std::optional<Exchange> end;
  driver.engine.start(late, [&](Exchange given) { end = std::move(given); });
  EXPECT_LE(driver.engine.step(driver.clock.at), late.start_by);
  EXPECT_FALSE(end);
  driver.clock.at = late.start_by;
  driver.engine.step(driver.clock.at);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->failure, "start_deadline");
  EXPECT_EQ(end->phase, Phase::NotStarted);
}

TEST(Engine, HostsHaveAConnectionLimitOfTheirOwn) {
  RawServer busy{answers_when_released()};
  auto config = Driver::loopback();
  config.max_connections_per_host = 2;
  Driver driver{config};
  std::size_t answered = 0;
  for (int i = 0; i < 6; ++i) driver.engine.start(get(busy.url()), [&](Exchange) { ++answered; });
  ASSERT_TRUE(driver.turn_until([&] { return busy.requests().size() == 2; }));
  RawServer other{RawServer::replies(RawServer::ok("other"))};
  EXPECT_EQ(driver.run(get(other.url())).body, "other");
  EXPECT_EQ(busy.connections(), 2U);
  busy.release();
  ASSERT_TRUE(driver.turn_until([&] { return answered == 6; }));
  EXPECT_EQ(busy.connections(), 2U);
}

TEST(Engine, ACompletionMayStartTheNextRequest) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  bool second = false;
  driver.engine.start(get(server.url()), [&](Exchange) {
    driver.engine.start(get(server.url()), [&](Exchange) { second = true; });
  });
  EXPECT_FALSE(second);
  EXPECT_TRUE(driver.turn_until([&] { return second; }));
}

TEST(Engine, AStartFromAnotherThreadEndsTheWait) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  driver.engine.step(driver.clock.at);
  std::optional<Exchange> end;
  std::thread other{
      [&] { driver.engine.start(get(server.url()), [&](Exchange given) { end = std::move(given); }); }};
  const auto begin = std::chrono::steady_clock::now();
  while (!end) {
    driver.engine.wait(std::chrono::minutes{5});
    driver.engine.step(driver.clock.at);
  }
  other.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes{1});
}

TEST(Engine, AWakeEndsTheNextWait) {
  Driver driver;
  driver.engine.wake();
  const auto begin = std::chrono::steady_clock::now();
  driver.engine.wait(std::chrono::minutes{5});
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::minutes{1});
}

TEST(Engine, ManyThreadsMayStartRequests) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  std::atomic<std::size_t> answered{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        driver.engine.start(get(server.url()), [&](Exchange end) {
          if (end.phase == Phase::Answered) ++answered;
        });
      }
    });
  }
  EXPECT_TRUE(driver.turn_until([&] { return answered == 200; }));
  for (auto& thread : threads) thread.join();
}

TEST(Engine, ShutdownSaysForEachRequestWhetherItHadBegun) {
  RawServer server{answers_when_released()};
  auto config = Driver::loopback();
  config.max_in_flight = 1;
  Driver driver{config};
  std::vector<Exchange> ends;
  const auto keep = [&](Exchange end) { ends.push_back(std::move(end)); };
  driver.engine.start(get(server.url()), keep);
  ASSERT_TRUE(driver.turn_until([&] { return server.requests().size() == 1; }));
  driver.engine.start(get(server.url()), keep);
  driver.turn();
  driver.engine.start(get(server.url()), keep);
  driver.engine.abort_all();
  ASSERT_EQ(ends.size(), 3U);
  std::size_t began = 0;
  for (const auto& end : ends) {
    EXPECT_EQ(end.failure, "shutdown");
    if (end.phase == Phase::Began) ++began;
  }
  EXPECT_EQ(began, 1U);
  EXPECT_EQ(driver.engine.in_flight(), 0U);
}

TEST(Engine, ARequestAfterShutdownIsRefused) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  driver.engine.abort_all();
  const auto end = driver.run(get(server.url()));
  EXPECT_EQ(end.phase, Phase::NotStarted);
  EXPECT_EQ(end.failure, "shutdown");
}

TEST(Engine, ItsEndCompletesWhatIsLeft) {
  std::optional<Exchange> end;
  {
    Driver driver;
    driver.engine.start(get("http://127.0.0.1:1/"), [&](Exchange given) { end = std::move(given); });
  }
  ASSERT_TRUE(end);
  EXPECT_EQ(end->failure, "shutdown");
}

TEST(Engine, AnIdleEngineHasNoNextTurn) {
  Driver driver;
  EXPECT_EQ(driver.engine.step(driver.clock.at), Tick::max());
}

}  // namespace
}  // namespace herald::egress::test
