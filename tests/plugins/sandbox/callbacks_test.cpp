#include "sdk/tools/sandbox/callbacks.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "sdk/tools/sandbox/callback_connection.hpp"
#include "tests/plugins/sandbox/callback_receiver.hpp"
#include "tests/plugins/sandbox/far_side.hpp"

namespace herald::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr const char* kNobody = "http://127.0.0.1:1/";  // Port 1 (tcpmux) refuses.

TEST(CallbackSignature, IsHmacSha256OfStampDotBody) {
  // printf '1732357000.{}' | openssl dgst -sha256 -hmac sandbox-token
  EXPECT_EQ(signature("sandbox-token", std::chrono::seconds{1732357000}, "{}"),
            "t=1732357000,v1=5faa4576a491ff2f25c625151a7e131918c4fdcacae3e83b541d45d9be273aa5");
}

TEST(CallbackTargets, AreReadAndHostileOnesRefused) {
  CallbackTarget target;
  ASSERT_TRUE(read_target("http://herald.example:8080/hooks?x=1", target));
  EXPECT_EQ(target.host + " " + target.port + " " + target.path, "herald.example 8080 /hooks?x=1");
  ASSERT_TRUE(read_target("http://[::1]", target));
  EXPECT_EQ(target.host + " " + target.port + " " + target.path, "::1 80 /");
  EXPECT_FALSE(read_target("https://herald.example/", target));
  EXPECT_FALSE(read_target("http:///path", target));
  EXPECT_FALSE(read_target("http://h/a\r\nX: y", target));
}

TEST(CallbackSender, TriesEightTimesMoreWithDoublingPauses) {
  CallbackSender sender{"secret"};
  sender.put({.url = kNobody, .events = "{}"});
  Tick now{std::chrono::hours{1}};
  for (const int pause : {200, 400, 800, 1600, 3200, 6400, 12800, 25600}) {
    sender.step(now);
    EXPECT_EQ(sender.step(now), now + milliseconds{pause});
    now += milliseconds{pause};
  }
  sender.step(now);
  EXPECT_EQ(sender.step(now), Tick::max());
}

TEST(CallbackSender, AnUnusableUrlIsDroppedAtOnce) {
  CallbackSender sender{"secret"};
  sender.put({.url = "ftp://x/", .events = "{}"});
  const Tick now{std::chrono::hours{1}};
  sender.step(now);
  EXPECT_EQ(sender.step(now), Tick::max());
}

class Callbacks : public ::testing::Test {
 protected:
  void post(const std::string& client_ref) {
    EXPECT_EQ(client_.exchange(bytes_of({.client_ref = client_ref, .callback_url = receiver_.url()})).status,
              201);
  }
  FarSide far_side_;
  CallbackReceiver receiver_;
  RawClient client_{far_side_.port()};
};

TEST_F(Callbacks, AreSignedWithTheToken) {
  post("a-1");
  const SeenCallback seen = receiver_.next();
  EXPECT_EQ(seen.start, "POST /hooks/c1?x=1 HTTP/1.1");
  const auto stamp = std::chrono::seconds{std::stoll(seen.signature.substr(2))};
  EXPECT_EQ(seen.signature, signature("sandbox-token", stamp, seen.body));
}

TEST_F(Callbacks, AreRepeatedUntilAnsweredWith2xx) {
  post("a-1");
  const auto first = receiver_.next(500);
  const auto second = receiver_.next(404);
  const auto third = receiver_.next(200);
  ASSERT_EQ(first.events.size(), 2U);
  EXPECT_EQ(first.events, second.events);
  EXPECT_EQ(first.events, third.events);
  EXPECT_EQ(receiver_.connections(), 1);
}

TEST_F(Callbacks, SurviveAReceiverThatHangsUp) {
  post("a-1");
  const auto first = receiver_.next(0);
  ASSERT_EQ(first.events.size(), 2U);
  EXPECT_EQ(receiver_.next(200).events, first.events);
}

TEST_F(Callbacks, OfManyMessagesAreMergedWithoutLosingAny) {
  constexpr int kMessages = 200;
  for (int i = 0; i < kMessages; ++i) post("a-" + std::to_string(i));
  std::vector<SeenEvent> events;
  int posts = 0;
  for (; events.size() < 2 * kMessages; ++posts) {
    const auto seen = receiver_.next();
    events.insert(events.end(), seen.events.begin(), seen.events.end());
  }
  EXPECT_LT(posts, kMessages);
  for (std::size_t i = 0; i < events.size(); ++i)
    EXPECT_EQ(events[i].client_ref, "a-" + std::to_string(i / 2));
}

}  // namespace
}  // namespace herald::sandbox
