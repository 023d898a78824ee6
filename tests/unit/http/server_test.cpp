#include "host/http/server.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>

#include <mutex>

#include "host/base/ids.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

/// A server that answers with what it saw.
class ServerTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.start()); }

  Response echo(const Request& request) {
    const std::scoped_lock lock{mutex_};
    seen_ = request;
    ++calls_;
    if (request.path == "/throw") throw std::runtime_error{"secret text"};
    if (request.path == "/throw-int") throw 42;
    if (request.path == "/split") return {.headers = {{"A", "b\r\nEvil: c"}}};
    if (request.path == "/nothing") return {.status = 204};
    return {
        .content_type = "text/plain", .headers = {{"X-Method", request.method_text}}, .body = request.body};
  }
  Request seen() {
    const std::scoped_lock lock{mutex_};
    return seen_;
  }
  std::mutex mutex_;
  Request seen_;
  int calls_{0};
  std::string failure_;
  std::string failed_id_;
  Server server_{{.address = "127.0.0.1:0", .trusted_proxies = {"127.0.0.1"}},
                 small_limits(),
                 [this](const Request& request) { return echo(request); },
                 {.on_failure = [this](std::string_view kind, std::string_view id) {
                   failure_ = kind;
                   failed_id_ = id;
                 }}};
};

TEST_F(ServerTest, answers_a_request_and_keeps_the_connection) {
  RawClient client{server_.port()};
  for (const char* body : {"one", "two", "three"}) {
    const Answer answer = client.exchange(post(body));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, body);
    EXPECT_TRUE(answer.has("X-Method: POST"));
    EXPECT_TRUE(answer.has("Content-Type: text/plain"));
  }
  EXPECT_EQ(calls_, 3);
  EXPECT_EQ(server_.connections(), 1);
}

TEST_F(ServerTest, hands_over_the_target_byte_for_byte) {
  RawClient client{server_.port()};
  const std::string target = "/a%2Fb/%7e+\"'?x=%20+&y=\"z\"&&";
  ASSERT_EQ(client.exchange(get(target)).status, 200);
  EXPECT_EQ(seen().target, target);
  EXPECT_EQ(seen().path, "/a%2Fb/%7e+\"'");
  EXPECT_EQ(seen().query, "x=%20+&y=\"z\"&&");
}

TEST_F(ServerTest, answers_pipelined_requests_in_order_and_stops_at_garbage) {
  RawClient client{server_.port()};
  client.send(post("1") + post("2") + "\x16\x03\x01 garbage\r\n\r\n" + post("3"));
  EXPECT_EQ(client.receive().body, "1");
  EXPECT_EQ(client.receive().body, "2");
  const Answer refusal = client.receive();
  EXPECT_EQ(refusal.status, 400);
  EXPECT_TRUE(refusal.has("Connection: close"));
  EXPECT_TRUE(client.closed());
  EXPECT_EQ(calls_, 2);
}

TEST_F(ServerTest, takes_a_request_that_arrives_byte_by_byte) {
  RawClient client{server_.port()};
  for (const char c : post("hello")) client.send({&c, 1});
  EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(ServerTest, decodes_a_chunked_body_and_keeps_what_follows) {
  RawClient client{server_.port()};
  client.send(
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" +
      post("next"));
  EXPECT_EQ(client.receive().body, "abcde");
  EXPECT_EQ(client.receive().body, "next");
}

TEST_F(ServerTest, never_shows_the_handler_a_body_that_was_cut_short) {
  for (const char* framing :
       {"Content-Length: 10\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"}) {
    RawClient client{server_.port()};
    client.send("POST / HTTP/1.1\r\nHost: h\r\n" + std::string{framing});
    client.end_sending();
    EXPECT_TRUE(client.closed());
  }
  EXPECT_EQ(calls_, 0);
}

TEST_F(ServerTest, answers_head_with_the_length_only) {
  RawClient client{server_.port()};
  client.send("HEAD / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  const Answer answer = client.receive(true);
  EXPECT_TRUE(answer.has("Content-Length: 3"));
  EXPECT_EQ(client.exchange(post("next")).body, "next");
}

TEST_F(ServerTest, answers_204_without_a_body_and_goes_on) {
  RawClient client{server_.port()};
  const Answer answer = client.exchange(get("/nothing"));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("Content-Length"), "");
  EXPECT_EQ(client.exchange(post("next")).body, "next");
}

TEST_F(ServerTest, keeps_an_acceptable_request_id_and_makes_one_otherwise) {
  RawClient client{server_.port()};
  const std::string longest(64, 'x');
  for (const std::string& id : {std::string{"a"}, std::string{"Az09._-"}, longest}) {
    EXPECT_EQ(client.exchange(get("/", "X-Request-Id: " + id + "\r\n")).header("X-Request-Id"), id);
    EXPECT_EQ(seen().request_id, id);
  }
  for (const std::string& id : {std::string{}, std::string{"a b"}, std::string{"a\"b"}, longest + "x"}) {
    const std::string made = client.exchange(get("/", "X-Request-Id: " + id + "\r\n")).header("X-Request-Id");
    EXPECT_TRUE(is_uuid(made)) << made;
    EXPECT_EQ(seen().request_id, made);
  }
}

TEST_F(ServerTest, turns_a_handlers_exception_into_500_without_its_text) {
  RawClient client{server_.port()};
  const Answer answer = client.exchange(get("/throw", "X-Request-Id: r9\r\n"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_TRUE(answer.has("Content-Type: application/problem+json"));
  EXPECT_NE(answer.body.find(R"("code":"internal")"), std::string::npos);
  EXPECT_NE(answer.body.find(R"("request_id":"r9")"), std::string::npos);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_EQ(failure_, "std::runtime_error");
  EXPECT_EQ(failed_id_, "r9");
  EXPECT_EQ(client.exchange(get("/throw-int")).status, 500);
  EXPECT_EQ(client.exchange(post("still here")).body, "still here");
}

TEST_F(ServerTest, does_not_let_a_handler_split_the_answer) {
  RawClient client{server_.port()};
  const Answer answer = client.exchange(get("/split"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.head.find("Evil"), std::string::npos);
}

TEST_F(ServerTest, believes_a_trusted_proxy_about_the_client) {
  RawClient client{server_.port()};
  client.exchange(get("/", "X-Forwarded-For: 6.6.6.6, 9.9.9.9\r\nX-Forwarded-Proto: https\r\n"));
  EXPECT_EQ(seen().remote_ip, "9.9.9.9");
  EXPECT_TRUE(seen().secure);
  client.exchange(get("/"));
  EXPECT_EQ(seen().remote_ip, "127.0.0.1");
  EXPECT_FALSE(seen().secure);
  EXPECT_FALSE(seen().peer_uid.has_value());
}

TEST_F(ServerTest, asks_for_the_body_when_the_client_expects_it) {
  RawClient client{server_.port()};
  client.send("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  EXPECT_EQ(client.exchange("ok").body, "ok");
}

TEST_F(ServerTest, closes_after_http_1_0_and_after_connection_close) {
  RawClient old{server_.port()};
  EXPECT_TRUE(old.exchange("GET / HTTP/1.0\r\n\r\n").has("Connection: close"));
  EXPECT_TRUE(old.closed());
  RawClient polite{server_.port()};
  EXPECT_TRUE(polite.exchange(get("/", "Connection: close\r\n")).has("Connection: close"));
  EXPECT_TRUE(polite.closed());
  RawClient kept{server_.port()};
  EXPECT_TRUE(
      kept.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").has("Connection: keep-alive"));
  EXPECT_EQ(kept.exchange(post("x")).body, "x");
}

TEST_F(ServerTest, swallows_an_empty_line_before_a_request) {
  RawClient client{server_.port()};
  EXPECT_EQ(client.exchange("\r\n" + post("a")).body, "a");
  EXPECT_EQ(client.exchange("\r\n" + post("b")).body, "b");
}

TEST_F(ServerTest, serves_an_ordinary_client_library) {
  Poco::Net::HTTPClientSession session{"127.0.0.1", static_cast<Poco::UInt16>(server_.port())};
  session.setKeepAlive(true);
  for (int i = 0; i < 3; ++i) {
    Poco::Net::HTTPRequest request{"PUT", "/x", "HTTP/1.1"};
    request.setChunkedTransferEncoding(true);
    session.sendRequest(request) << std::string(100'000, 'z');
    Poco::Net::HTTPResponse response;
    std::string body;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
    EXPECT_EQ(body.size(), 100'000U);
  }
  EXPECT_EQ(server_.connections(), 1);
}

}  // namespace
}  // namespace herald::http
