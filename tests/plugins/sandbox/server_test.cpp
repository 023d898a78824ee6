#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/plugins/sandbox/far_side.hpp"

namespace herald::sandbox {
namespace {

using nlohmann::json;

std::string code_of(const Answer& answer) { return json::parse(answer.body).at("error").at("code"); }

class SandboxServer : public ::testing::Test {
 protected:
  Answer get(const std::string& path, const std::string& token = "sandbox-token") {
    return client_.exchange("GET " + path + " HTTP/1.1\r\nHost: s\r\nAuthorization: Bearer " + token +
                            "\r\n\r\n");
  }
  FarSide far_side_;
  RawClient client_{far_side_.port()};
};

TEST_F(SandboxServer, AnotherTokenIs401AndLogged) {
  EXPECT_EQ(client_.exchange(bytes_of({.token = "other"})).status, 401);
  ASSERT_EQ(far_side_.log().size(), 1U);
  EXPECT_EQ(json::parse(far_side_.log().front()).at("outcome"), "not_delivered");
}

TEST_F(SandboxServer, BadInputIs400WithACode) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {R"([])", "invalid_request"},
      {R"({"to":)", "invalid_request"},
      {R"({"to":7,"text":"x"})", "invalid_request"},
      {R"({"text":"x"})", "invalid_recipient"},
      {R"({"to":"+1","text":""})", "invalid_text"},
      {R"({"to":"+1","text":"x","type":"IMAGE"})", "unsupported_type"},
  };
  for (const auto& [body, code] : cases) {
    const Answer answer = client_.exchange(post_of(body));
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(code_of(answer), code) << body;
  }
}

TEST_F(SandboxServer, EachLogLineHoldsWhatWasSent) {
  client_.exchange(bytes_of({.client_ref = "a-7", .message_ref = "m-7"}));
  const auto line = json::parse(far_side_.log().at(0));
  EXPECT_EQ(line.at("to"), "+15005550100");
  EXPECT_EQ(line.at("text"), "Hello");
  EXPECT_EQ(line.at("client_ref"), "a-7");
  EXPECT_EQ(line.at("message_ref"), "m-7");
  EXPECT_EQ(line.at("personality"), "delivered");
  EXPECT_EQ(line.at("answer"), 201);
  EXPECT_TRUE(line.contains("at"));
}

TEST_F(SandboxServer, AnUnfinishedRequestIsNeitherLoggedNorDelivered) {
  {
    const RawClient other{far_side_.port()};
    const std::string request = bytes_of({});
    other.send(request.substr(0, request.size() - 1));
  }
  client_.exchange(bytes_of({.client_ref = "a-2"}));
  ASSERT_EQ(far_side_.log().size(), 1U);
  EXPECT_EQ(json::parse(far_side_.log().front()).at("client_ref"), "a-2");
}

TEST_F(SandboxServer, MessagesCanBeLookedUp) {
  const std::string id = json::parse(client_.exchange(bytes_of({.to = "+15005550106"})).body).at("id");
  const Answer answer = get("/v1/messages/" + id);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(json::parse(answer.body).at("status"), "bounced");
  EXPECT_EQ(get("/v1/messages/sbx_none").status, 404);
  EXPECT_EQ(get("/v1/messages/" + id, "other").status, 401);
}

TEST_F(SandboxServer, OtherPathsAndMethodsAreRefused) {
  EXPECT_EQ(get("/v2/messages").status, 404);
  EXPECT_EQ(get("/v1/messages").status, 405);
}

TEST_F(SandboxServer, RequestsInOnePacketAreAnsweredInOrder) {
  client_.send(bytes_of({.client_ref = "a-1"}) + bytes_of({.to = "+15005550108"}) +
               bytes_of({.client_ref = "a-3"}));
  EXPECT_EQ(client_.read().status, 201);
  EXPECT_EQ(client_.read().status, 400);
  EXPECT_EQ(client_.read().status, 201);
}

TEST_F(SandboxServer, ARequestMayArriveByteByByte) {
  for (const char c : bytes_of({})) client_.send(std::string_view{&c, 1});
  EXPECT_EQ(client_.read().status, 201);
}

TEST_F(SandboxServer, ConnectionCloseIsHonoured) {
  client_.send("GET /v1/messages HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(client_.read().status, 405);
  EXPECT_EQ(client_.read().status, 0);
}

TEST_F(SandboxServer, WhatItCannotReadIsRefusedAndTheConnectionClosed) {
  const std::vector<std::pair<std::string, int>> cases{
      {"garbage\r\n\r\n", 400},
      {"POST /v1/messages HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400},
      {"POST /v1/messages HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411},
      {"POST /v1/messages HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n", 413},
      {"GET / HTTP/1.1\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n", 431},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient other{far_side_.port()};
    EXPECT_EQ(other.exchange(bytes).status, status);
    EXPECT_EQ(other.read().status, 0);
  }
}

TEST_F(SandboxServer, ServesHundredsOfConnectionsAtOnce) {
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 300; ++i) clients.push_back(std::make_unique<RawClient>(far_side_.port()));
  for (int round = 0; round < 2; ++round) {
    for (const auto& one : clients) one->send(bytes_of({}));
    for (const auto& one : clients) EXPECT_EQ(one->read().status, 201);
  }
  EXPECT_EQ(far_side_.log().size(), 600U);
}

}  // namespace
}  // namespace herald::sandbox
