// Messages over a WebSocket, by a plugin of the stream tier that is dropped into the server's directory.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/socket_server.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class SocketFlow : public testing::TestWithParam<Dialect> {
 protected:
  SocketFlow() {
    fs::copy(built("fixtures/socketeer.so"), plugins_.path() / "socketeer.so");
    daemon_ = std::make_unique<Daemon>(GetParam(), DaemonOptions{.plugins = plugins_.path()});
    tenant_ = std::make_unique<Tenant>(daemon_->port(), daemon_->make_key("sockets"));
  }
  std::string channel(std::uint16_t port) {
    return tenant_->make_channel({{"channel_type", "SMS"},
                                  {"channel_name", fresh_text("socket")},
                                  {"api_provider", "socketeer"},
                                  {"auth_token", "a token"},
                                  {"retry_count", 0},
                                  {"timeout_seconds", 5},
                                  {"config_json", {{"port", port}}}});
  }
  std::string send(const std::string& by, const std::string& text) {
    return tenant_->send({{"channel_id", by}, {"to_address", "+15005550100"}, {"message_body", text}});
  }
  const TemporaryDirectory plugins_;
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<Tenant> tenant_;
};

TEST_P(SocketFlow, DeliversThroughAServerOfAnotherMaker) {
  SocketServer server;
  const json message = tenant_->await(send(channel(server.port()), "Gr\xC3\xBC\xC3\x9F"), "SENT");
  ASSERT_EQ(message.at("status"), "SENT") << message.dump();
  EXPECT_EQ(message.at("provider_message_id"), "ws-1");
  const auto heard = server.heard();
  ASSERT_GE(heard.size(), 3U);
  EXPECT_EQ(heard[0], "/send -");
  EXPECT_EQ(heard[1], "text Gr\xC3\xBC\xC3\x9F");
}

TEST_P(SocketFlow, IsCertainThatNothingWasSentWhereTheServerIsNoWebSocket) {
  const json message =
      tenant_->await(send(channel(static_cast<std::uint16_t>(daemon_->port())), "Hello"), "FAILED");
  EXPECT_EQ(message.at("attempts").at(0).at("state"), "NOT_SENT") << message.dump();
  EXPECT_EQ(message.at("attempts").at(0).at("error").at("code"), "upgrade");
}

HERALD_ON_BOTH_DATABASES(SocketFlow);

}  // namespace
}  // namespace herald::test
