#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/HTTPSClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/StreamCopier.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

#include "host/http/server.hpp"
#include "tests/unit/http/gate.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

using Poco::Net::Context;

/// A server with a certificate made for the occasion.
class TlsTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder() = testing::TempDir() + "tls_XXXXXX";
    ASSERT_NE(::mkdtemp(folder().data()), nullptr);
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=localhost -keyout " +
        tls().key_file + " -out " + tls().certificate_file + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder()); }
  static std::string& folder() {
    static std::string path;
    return path;
  }
  static Tls tls() { return {folder() + "/certificate.pem", folder() + "/key.pem"}; }
  static Listen listen() { return {.address = "127.0.0.1:0", .tls = tls()}; }

  static Context::Ptr trusting(int minimum) {
    Context::Params params;
    params.caLocation = tls().certificate_file;
    params.verificationMode = Context::VERIFY_RELAXED;
    params.cipherList = "ALL:@SECLEVEL=0";
    auto context = Poco::makeAuto<Context>(Context::TLS_CLIENT_USE, params);
    context->disableProtocols(minimum);
    return context;
  }
};

Response echo(const Request& request) {
  return {.headers = {{"X-Secure", request.secure ? "yes" : "no"}, {"X-Ip", request.remote_ip}},
          .body = request.body};
}

TEST_F(TlsTest, serves_several_requests_over_one_connection) {
  Server server{listen(), small_limits(), echo};
  const auto started = server.start();
  ASSERT_TRUE(started) << started.error().detail;
  Poco::Net::HTTPSClientSession session{"127.0.0.1", static_cast<Poco::UInt16>(server.port()), trusting(0)};
  session.setKeepAlive(true);
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, std::size_t{1'000'000}}) {
    Poco::Net::HTTPRequest request{"POST", "/", "HTTP/1.1"};
    request.setContentLength64(static_cast<Poco::Int64>(size));
    session.sendRequest(request) << std::string(size, 'x') << std::flush;
    Poco::Net::HTTPResponse response;
    std::string body;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), body);
    EXPECT_EQ(body.size(), size);
    EXPECT_EQ(response.get("X-Secure"), "yes");
    EXPECT_EQ(response.get("X-Ip"), "127.0.0.1");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(TlsTest, speaks_nothing_older_than_version_1_2) {
  Server server{listen(), small_limits(), echo};
  ASSERT_TRUE(server.start());
  const Poco::Net::SocketAddress address{"127.0.0.1", static_cast<Poco::UInt16>(server.port())};
  const int modern = Context::PROTO_TLSV1_2 | Context::PROTO_TLSV1_3;
  EXPECT_THROW(Poco::Net::SecureStreamSocket(address, trusting(modern)), Poco::Exception);
  EXPECT_NO_THROW(Poco::Net::SecureStreamSocket(address, trusting(Context::PROTO_TLSV1_3)));
}

TEST_F(TlsTest, closes_on_a_client_that_speaks_no_tls_and_serves_the_next) {
  Server server{listen(), small_limits(), echo};
  ASSERT_TRUE(server.start());
  for (int i = 0; i < 20; ++i) {
    RawClient plain{server.port()};
    plain.send(get("/"));
    EXPECT_THROW(plain.receive(), std::runtime_error);
    Poco::Net::HTTPSClientSession session{"127.0.0.1", static_cast<Poco::UInt16>(server.port()), trusting(0)};
    Poco::Net::HTTPRequest request{"GET", "/", "HTTP/1.1"};
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    session.receiveResponse(response);
    ASSERT_EQ(response.getStatus(), 200);
  }
}

TEST_F(TlsTest, ends_a_handshake_that_stalls) {
  Limits limits = small_limits();
  limits.keep_alive_timeout = std::chrono::milliseconds{50};
  Server server{listen(), limits, echo};
  ASSERT_TRUE(server.start());
  RawClient silent{server.port()};
  EXPECT_TRUE(silent.closed());
  RawClient partial{server.port()};
  partial.send(std::string_view{"\x16\x03\x01\x02\x00\x01", 6});
  EXPECT_TRUE(partial.closed());
}

TEST_F(TlsTest, answers_408_to_a_request_that_stalls) {
  Limits limits = small_limits();
  limits.receive_timeout = std::chrono::milliseconds{50};
  Server server{listen(), limits, echo};
  ASSERT_TRUE(server.start());
  Poco::Net::SecureStreamSocket client{{"127.0.0.1", static_cast<Poco::UInt16>(server.port())}, trusting(0)};
  client.setReceiveTimeout({5, 0});
  client.sendBytes("GET / HT", 8);
  std::array<char, 100> buffer{};
  const int count = client.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
  EXPECT_EQ(std::string_view(buffer.data(), static_cast<std::size_t>(count)).substr(0, 12), "HTTP/1.1 408");
}

TEST_F(TlsTest, refuses_files_that_are_missing_or_no_certificate) {
  const auto reason = [](const Tls& files) {
    Server server{{.address = "127.0.0.1:0", .tls = files}, small_limits(), echo};
    const auto started = server.start();
    return started ? std::string{} : started.error().reason + " " + started.error().detail;
  };
  EXPECT_NE(reason({folder() + "/none.pem", tls().key_file}).find("tls_unusable cannot read"),
            std::string::npos);
  std::ofstream{folder() + "/text.pem"} << "no certificate";
  EXPECT_NE(reason({folder() + "/text.pem", tls().key_file}).find("tls_unusable"), std::string::npos);
  EXPECT_NE(reason({tls().certificate_file, folder() + "/text.pem"}).find("tls_unusable"), std::string::npos);
}

TEST_F(TlsTest, is_not_spoken_on_a_local_socket) {
  Server server{{.address = "unix:" + folder() + "/s", .tls = tls()}, small_limits(), echo};
  const auto started = server.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().reason, "bad_listen_address");
}

}  // namespace
}  // namespace herald::http
