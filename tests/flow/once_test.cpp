// A server that reads a POST on a connection that was used before and closes it: one request, outcome
// unknown.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::string created(const std::string& id) {
  const std::string body = json{{"id", id}, {"status", "queued"}}.dump();
  return "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

class OnceFlow : public InTheHouse {};

TEST_P(OnceFlow, AReusedConnectionThatClosesCarriesTheMessageOnce) {
  const RawServer server{RawServer::closes_after(1, created("sbx_1"))};
  json draft = house_.sandbox.channel("closing");
  draft["api_url"] = server.url("");
  const std::string channel = house_.tenant.make_channel(draft);
  const json wish{{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "once"}};
  EXPECT_EQ(house_.tenant.await(house_.tenant.send(wish), "SENT").at("status"), "SENT");
  const std::string id = house_.tenant.send(wish);
  const json message = house_.tenant.await(id, "UNKNOWN");
  EXPECT_EQ(message.at("status"), "UNKNOWN");
  ASSERT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "UNKNOWN");
  const auto requests = server.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[1].connection, 0U) << "the case is a connection that was used before";
  EXPECT_EQ(server.connections(), 1U);
}

TEST_P(OnceFlow, AResetOnAReusedConnectionCarriesTheMessageOnce) {
  const RawServer server{[](RawServer::Connection& peer) {
    if (!peer.read()) return;
    peer.send(created("sbx_2"));
    if (peer.read()) peer.reset_at_end();
  }};
  json draft = house_.sandbox.channel("resetting");
  draft["api_url"] = server.url("");
  const std::string channel = house_.tenant.make_channel(draft);
  const json wish{{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "once"}};
  EXPECT_EQ(house_.tenant.await(house_.tenant.send(wish), "SENT").at("status"), "SENT");
  const json message = house_.tenant.await(house_.tenant.send(wish), "UNKNOWN");
  EXPECT_EQ(message.at("status"), "UNKNOWN");
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST_P(OnceFlow, AHalfAnswerLeavesTheOutcomeUnknown) {
  const RawServer server{[](RawServer::Connection& peer) {
    if (peer.read()) peer.send("HTTP/1.1 201 Created\r\nContent-Length: 400\r\n\r\n{\"id\":");
  }};
  json draft = house_.sandbox.channel("torn");
  draft["api_url"] = server.url("");
  const std::string channel = house_.tenant.make_channel(draft);
  const json wish{{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "once"}};
  EXPECT_EQ(house_.tenant.await(house_.tenant.send(wish), "UNKNOWN").at("status"), "UNKNOWN");
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_P(OnceFlow, AnAddressWhereNobodyListensIsTriedAgain) {
  json draft = house_.sandbox.channel("nobody");
  draft["api_url"] = "http://127.0.0.1:" + std::to_string(free_port());
  draft["retry_count"] = 1;
  const std::string channel = house_.tenant.make_channel(draft);
  const json message = house_.tenant.await(
      house_.tenant.send(
          {{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "nobody"}}),
      "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(message.at("attempts").size(), 2U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "NOT_SENT");
}

HERALD_ON_BOTH_DATABASES(OnceFlow);

}  // namespace
}  // namespace herald::test
