// Idempotency-Key over HTTP: one key, one message.
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class IdempotencyFlow : public InTheHouse {
 protected:
  [[nodiscard]] json wish() const {
    return {{"channel_id", house_.sandbox_channel}, {"to_address", "+15005550100"}, {"message_body", text_}};
  }
  std::string text_{fresh_text("once only")};
  std::string key_{fresh_text("key")};
};

TEST_P(IdempotencyFlow, ARepetitionGetsTheSameAnswerAndIsMarked) {
  const HttpReply first = house_.tenant.post(wish(), key_);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(first.header("Idempotency-Replayed"), "");
  const std::string id = json::parse(first.body).at("id");
  house_.tenant.await(id, "DELIVERED");
  const HttpReply second = house_.tenant.post(wish(), key_);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(second.header("Location"), first.header("Location"));
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(house_.sandbox.count(text_), 1);
}

TEST_P(IdempotencyFlow, AnotherBodyUnderTheSameKeyIsRefused) {
  ASSERT_EQ(house_.tenant.post(wish(), key_).status, 201);
  json other = wish();
  other["message_body"] = text_ + "!";
  const HttpReply refused = house_.tenant.post(other, key_);
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_EQ(refused.header("Content-Type").substr(0, 24), "application/problem+json");
  EXPECT_EQ(house_.sandbox.count(text_ + "!"), 0);
}

TEST_P(IdempotencyFlow, ARefusedRequestDoesNotUseTheKeyUp) {
  json wrong = wish();
  wrong["surprise"] = 1;
  const HttpReply refused = house_.tenant.post(wrong, key_);
  EXPECT_GE(refused.status, 400);
  EXPECT_EQ(house_.tenant.post(wish(), key_).status, 201);
}

TEST_P(IdempotencyFlow, AnotherTenantMayUseTheSameKey) {
  Tenant other{house_.daemon.port(), house_.daemon.make_key("other")};
  const std::string channel = other.make_channel(house_.sandbox.channel("other"));
  const HttpReply mine = house_.tenant.post(wish(), key_);
  const HttpReply theirs =
      other.post({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text_}}, key_);
  ASSERT_EQ(theirs.status, 201);
  EXPECT_EQ(theirs.header("Idempotency-Replayed"), "");
  EXPECT_NE(json::parse(mine.body).at("id"), json::parse(theirs.body).at("id"));
}

TEST_P(IdempotencyFlow, PostsAtTheSameTimeMakeOneMessage) {
  constexpr int kClients = 8;
  std::vector<HttpReply> replies(kClients);
  {
    std::vector<std::jthread> clients;
    for (HttpReply& reply : replies)
      clients.emplace_back([&] {
        Tenant tenant{house_.daemon.port(), house_.tenant.key()};
        reply = tenant.post(wish(), key_);
      });
  }
  std::set<std::string> ids;
  int fresh = 0;
  for (const HttpReply& reply : replies) {
    if (reply.status == 409) continue;  // the first one is still running
    ASSERT_EQ(reply.status, 201) << reply.body;
    ids.insert(json::parse(reply.body).at("id"));
    if (reply.header("Idempotency-Replayed").empty()) ++fresh;
  }
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(fresh, 1);
  house_.tenant.await(*ids.begin(), "DELIVERED");
  EXPECT_EQ(house_.sandbox.count(text_), 1);
}

class IdempotencyRestart : public testing::TestWithParam<Dialect> {};

TEST_P(IdempotencyRestart, TheKeyIsRememberedAcrossACrash) {
  const FarSide sandbox;
  Daemon daemon{GetParam()};
  Tenant tenant{daemon.port(), daemon.make_key("restart")};
  const json wish{{"channel_id", tenant.make_channel(sandbox.channel("sandbox"))},
                  {"to_address", "+15005550100"},
                  {"message_body", "again"}};
  const HttpReply first = tenant.post(wish, "restart");
  ASSERT_EQ(first.status, 201);
  tenant.await(json::parse(first.body).at("id"), "DELIVERED");
  daemon.kill9();
  daemon.start();
  const HttpReply second = tenant.post(wish, "restart");
  EXPECT_EQ(second.status, 201) << second.body;
  EXPECT_EQ(second.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(second.body, first.body);
  json other = wish;
  other["message_body"] = "something else";
  EXPECT_EQ(tenant.post(other, "restart").status, 422);
  EXPECT_EQ(sandbox.log().size(), 1U);
}

HERALD_ON_BOTH_DATABASES(IdempotencyFlow);
HERALD_ON_BOTH_DATABASES(IdempotencyRestart);

}  // namespace
}  // namespace herald::test
