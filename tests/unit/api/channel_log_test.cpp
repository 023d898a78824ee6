#include "host/api/channel_log.hpp"

#include <gtest/gtest.h>

#include "host/api/cursor.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

const std::string kChannelLog = std::string{kChannels} + "/" + kChannel + "/log";

domain::Exchange exchange(const std::string& attempt, int status) {
  return {.id = 17,
          .op = "send",
          .attempt = domain::AttemptId{attempt},
          .message = domain::MessageId{kMessageId},
          .started_at = from_rfc3339("2025-06-01T12:00:00.250Z").value(),
          .duration = std::chrono::milliseconds{80},
          .method = "POST",
          .url = "https://api.example.org/send",
          .request_head = "Content-Type: text/plain\n",
          .request_body = "hello",
          .status = status,
          .response_head = "",
          .response_body = "",
          .failure = status == 0 ? "timeout" : "",
          .verdict = "accepted"};
}

struct Support : World {
  Support() {
    domain::MessageView view;
    view.message.id = domain::MessageId{kMessageId};
    view.message.tenant = domain::TenantId{kTenant};
    view.attempts = {{.id = domain::AttemptId{"a1"}}, {.id = domain::AttemptId{"a2"}}};
    messages.views.emplace(kMessageId, view);
  }
};

TEST(ChannelLog, shows_request_response_and_verdict) {
  Support world;
  world.exchanges.rows = std::vector{exchange("a1", 202)};
  const auto response = world.get(kChannelLog);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(
      response.body,
      R"({"data":[{"operation":"send","message_id":"01890000-0000-7000-8000-0000000000aa","attempt_id":"a1",)"
      R"("started_at":"2025-06-01T12:00:00.250Z","duration_ms":80,"method":"POST",)"
      R"("url":"https://api.example.org/send","status":202,"failure":null,"verdict":"accepted",)"
      R"("request":{"headers":"Content-Type: text/plain\n","body":"hello"},"response":{"headers":"","body":""}}],)"
      R"("next_cursor":null,"has_more":false})");
  EXPECT_EQ(world.exchanges.filter.tenant.text, kTenant);
  EXPECT_EQ(world.exchanges.filter.channel.text, kChannel);
  EXPECT_EQ(world.exchanges.filter.message.text, "");
}

TEST(ChannelLog, goes_on_from_its_own_cursor) {
  Support world;
  world.exchanges.next_cursor = "17";
  const std::string next = member(world.get(kChannelLog + "?limit=1"), "next_cursor");
  EXPECT_EQ(world.exchanges.limit, 1);
  EXPECT_EQ(world.get(kChannelLog + "?cursor=" + next).status, 200);
  EXPECT_EQ(world.exchanges.cursor, "17");
  const domain::TenantId other{kOtherTenant};
  EXPECT_EQ(world.get(kChannelLog + "?cursor=" + encode_cursor({"channel_log", other}, "17")).status, 400);
}

TEST(ChannelLog, can_be_narrowed_to_a_message_of_the_tenant) {
  Support world;
  EXPECT_EQ(world.get(kChannelLog + "?message_id=" + kMessageId).status, 200);
  EXPECT_EQ(world.exchanges.filter.message.text, kMessageId);
  EXPECT_EQ(world.get(kChannelLog + "?message_id=nonsense").status, 404);
  world.messages.views.at(kMessageId).message.tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.get(kChannelLog + "?message_id=" + kMessageId).status, 404);
}

TEST(ChannelLog, does_not_exist_for_another_tenants_channel) {
  Support world;
  world.channels.stored.front().tenant = domain::TenantId{kOtherTenant};
  EXPECT_EQ(world.get(kChannelLog).status, 404);
  EXPECT_EQ(world.get(std::string{kChannels} + "/nonsense/log").status, 404);
}

TEST(ChannelLog, needs_the_permission_to_read_channels) {
  Support world;
  for (const auto& [scope, status] :
       {std::pair{"communication.channels.read", 200}, std::pair{"communication.messages.read", 403}}) {
    http::Request request = request_of(http::Method::Get, kChannelLog);
    request.headers.push_back({"X-API-Key", world.key(R"([")" + std::string{scope} + R"("])")});
    EXPECT_EQ(world.send(request).status, status) << scope;
  }
}

TEST(ChannelLog, says_when_it_cannot_be_read) {
  Support world;
  world.exchanges.rows = Error{.code = Errc::Unavailable, .reason = "channel_log_unavailable"};
  EXPECT_EQ(world.get(kChannelLog).status, 503);
}

TEST(ShowMessage, sums_up_the_exchanges_of_each_attempt) {
  Support world;
  world.exchanges.rows = std::vector{exchange("a1", 0), exchange("a1", 202)};
  const auto attempts =
      json_of(world.get(std::string{kMessages} + "/" + kMessageId)).member("attempts")->elements();
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].member("exchange")->compact(),
            R"({"duration_ms":80,"failure":"timeout","method":"POST","requests":2,)"
            R"("started_at":"2025-06-01T12:00:00.250Z","status":null,"url":"https://api.example.org/send",)"
            R"("verdict":"accepted"})");
  EXPECT_EQ(attempts[1].member("exchange")->compact(), "null");
}

TEST(ShowMessage, is_whole_although_the_log_cannot_be_read) {
  Support world;
  world.exchanges.rows = Error{.code = Errc::Unavailable, .reason = "channel_log_unavailable"};
  const auto response = world.get(std::string{kMessages} + "/" + kMessageId);
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(json_of(response).member("attempts")->elements()[0].member("exchange")->compact(), "null");
}

}  // namespace
}  // namespace herald::api
