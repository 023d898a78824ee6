// What becomes of messages when their provider fails: held channels, unknown outcomes, the end of a message's
// time; through the running server.
#include <functional>
#include <nlohmann/json.hpp>

#include "host/base/clock.hpp"
#include "tests/flow/house.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::string answers(const std::string& status, const json& body) {
  const std::string text = body.dump();
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
         std::to_string(text.size()) + "\r\n\r\n" + text;
}
std::string created() { return answers("201 Created", {{"id", "sbx_1"}, {"status", "queued"}}); }

/// The first `count` connections are treated by `first`, the later ones are answered well.
RawServer::Script at_first(std::size_t count, RawServer::Script first) {
  return [=](RawServer::Connection& peer) {
    if (peer.index() < count) return first(peer);
    if (peer.read()) peer.send(created());
  };
}
void reads_and_closes(RawServer::Connection& peer) { peer.read(); }
void is_broken(RawServer::Connection& peer) {
  if (peer.read()) peer.send(answers("503 Busy", {{"code", "busy"}}));
}

/// A daemon whose limits are short, and a channel to a server that misbehaves as it is told.
class DeliveryFlow : public testing::TestWithParam<Dialect> {
 protected:
  void open_channel(RawServer::Script script, int retries = 3) {
    server_.emplace(std::move(script));
    json draft = sandbox_.channel("raw");
    draft["api_url"] = server_->url("");
    draft["retry_count"] = retries;
    channel_ = tenant_.make_channel(draft);
  }
  json wish(const std::string& message_class) const {
    return {{"channel_id", channel_},
            {"to_address", "+15005550100"},
            {"message_body", "hello"},
            {"message_class", message_class}};
  }
  json message_when(const std::string& id, const std::function<bool(const json&)>& condition) {
    json found;
    eventually([&] { return condition(found = tenant_.message(id)); });
    return found;
  }
  json health() { return json::parse(tenant_.call("GET", "/channels/" + channel_).body).at("health"); }
  bool health_becomes(const std::string& state) {
    return eventually([&] { return health().at("state") == state; });
  }
  std::string metrics() {
    HttpClient anybody{daemon_.port()};
    return anybody.send({.target = "/metrics"}).body;
  }

  FarSide sandbox_;
  Daemon daemon_{GetParam(),
                 {.settings = {"dispatch.breaker_failures=3", "dispatch.breaker_open_seconds=2",
                               "dispatch.unknown_otp_seconds=1", "dispatch.unknown_transactional_seconds=1",
                               "dispatch.unknown_marketing_seconds=1"}}};
  Tenant tenant_{daemon_.port(), daemon_.make_key("delivery")};
  std::optional<RawServer> server_;
  std::string channel_;
};

TEST_P(DeliveryFlow, AnOtpWhoseOutcomeIsUnknownIsSentAgain) {
  open_channel(at_first(1, reads_and_closes));
  const json message = tenant_.await(tenant_.send(wish("otp")), "SENT");
  EXPECT_EQ(message.at("status"), "SENT");
  ASSERT_EQ(message.at("attempts").size(), 2U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "UNKNOWN");
  EXPECT_EQ(message.at("attempts")[1].at("state"), "SENT");
  EXPECT_EQ(types_of(message), "message.accepted message.unknown message.repeated message.sent");
  EXPECT_EQ(server_->requests().size(), 2U);
}

TEST_P(DeliveryFlow, MarketingAndTransactionalMessagesAreGivenUpInstead) {
  open_channel(reads_and_closes);
  for (const char* message_class : {"marketing", "transactional"}) {
    const json message = message_when(tenant_.send(wish(message_class)),
                                      [](const json& seen) { return seen.at("reason") == "unresolved"; });
    EXPECT_EQ(message.at("status"), "UNKNOWN");
    EXPECT_EQ(message.at("attempts").size(), 1U);
    EXPECT_EQ(types_of(message), "message.accepted message.unknown message.unresolved");
  }
  EXPECT_EQ(server_->requests().size(), 2U);
}

TEST_P(DeliveryFlow, WhatWasUnderWayWhenTheServerDiedIsReconciledAfterTheRestart) {
  open_channel(at_first(2, [](RawServer::Connection& peer) {
    peer.read();
    peer.drain();
  }));
  const std::string otp = tenant_.send(wish("otp"));
  const std::string marketing = tenant_.send(wish("marketing"));
  ASSERT_TRUE(eventually([&] { return server_->requests().size() == 2; }));
  daemon_.kill9();
  daemon_.start();
  EXPECT_EQ(tenant_.await(otp, "SENT").at("status"), "SENT");
  const json given_up =
      message_when(marketing, [](const json& seen) { return seen.at("reason") == "unresolved"; });
  EXPECT_EQ(given_up.at("status"), "UNKNOWN");
  EXPECT_EQ(given_up.at("attempts").size(), 1U);
  EXPECT_EQ(server_->requests().size(), 3U);
}

TEST_P(DeliveryFlow, AChannelThatFailsIsHeldAndShownAndComesBackByAProbe) {
  open_channel(at_first(3, is_broken), 0);
  EXPECT_EQ(health(),
            (json{{"state", "closed"}, {"since", nullptr}, {"retry_at", nullptr}, {"reason", nullptr}}));
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(tenant_.await(tenant_.send(wish("transactional")), "FAILED").at("status"), "FAILED");
  ASSERT_TRUE(health_becomes("open"));
  EXPECT_TRUE(health().at("retry_at").is_string());
  EXPECT_NE(metrics().find("herald_channels_held 1"), std::string::npos);
  const std::string held = tenant_.send(wish("transactional"));
  EXPECT_EQ(tenant_.message(held).at("status"), "QUEUED");
  EXPECT_TRUE(tenant_.message(held).at("attempts").empty());
  EXPECT_EQ(server_->requests().size(), 3U);
  EXPECT_EQ(tenant_.await(held, "SENT").at("attempts").size(), 1U);
  EXPECT_TRUE(health_becomes("closed"));
  EXPECT_NE(metrics().find("herald_channels_held 0"), std::string::npos);
}

TEST_P(DeliveryFlow, AMessageThatIsHeldPastItsTimeEndsExpired) {
  open_channel(is_broken, 0);
  for (int i = 0; i < 3; ++i) tenant_.await(tenant_.send(wish("transactional")), "FAILED");
  ASSERT_TRUE(health_becomes("open"));
  json brief = wish("transactional");
  brief["expires_at"] = to_rfc3339(SystemClock{}.now() + std::chrono::milliseconds{500});
  const json message = tenant_.await(tenant_.send(brief), "EXPIRED");
  EXPECT_EQ(message.at("status"), "EXPIRED");
  EXPECT_EQ(message.at("reason"), "expired");
  EXPECT_TRUE(message.at("attempts").empty());
  EXPECT_EQ(server_->requests().size(), 3U);
}

TEST_P(DeliveryFlow, AMessageThatWaitsForARetryPastItsTimeEndsExpired) {
  open_channel([](RawServer::Connection& peer) {
    if (peer.read())
      peer.send("HTTP/1.1 429 Slow\r\nRetry-After: 60\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
  });
  json brief = wish("transactional");
  brief["expires_at"] = to_rfc3339(SystemClock{}.now() + std::chrono::milliseconds{1'500});
  const json message = tenant_.await(tenant_.send(brief), "EXPIRED");
  EXPECT_EQ(message.at("status"), "EXPIRED");
  EXPECT_EQ(message.at("attempts").size(), 1U);
}

HERALD_ON_BOTH_DATABASES(DeliveryFlow);

}  // namespace
}  // namespace herald::test
