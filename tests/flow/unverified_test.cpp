// Callbacks that come while their plugin is away.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// A server of its own, whose sandbox plugin can be taken away and brought back by a restart.
class Unverified : public testing::TestWithParam<Dialect> {
 protected:
  Unverified() {
    bring_back();
    daemon_ = std::make_unique<Daemon>(
        GetParam(),
        DaemonOptions{.settings = {"webhooks.unverified_bytes=4096"}, .plugins = plugins_.path()});
    tenant_ = std::make_unique<Tenant>(daemon_->port(), daemon_->make_key("unverified"));
    channel_ = tenant_->make_channel(far_side_.channel("sandbox"));
    reader_key_ = webhook_reader(*daemon_, tenant_of(*daemon_, channel_)).key();
  }
  void bring_back() {
    std::filesystem::copy_file(built("plugins") / "sandbox.so", plugins_.path() / "sandbox.so",
                               std::filesystem::copy_options::overwrite_existing);
  }
  void take_away() { std::filesystem::remove(plugins_.path() / "sandbox.so"); }
  void restart() {
    EXPECT_EQ(daemon_->stop(), 0);
    daemon_->start();
  }
  HttpReply tell(const std::string& text, const std::string& token = "sandbox-token") {
    const json event{
        {"kind", "inbound"},       {"event_id", fresh_text("evt")}, {"message_id", fresh_text("in")},
        {"from", "+447700900777"}, {"to", "+15005550006"},          {"text", text}};
    return call_back(
        *daemon_,
        SandboxCallback{.channel = channel_, .body = sandbox_events(json::array({event})), .token = token});
  }
  /// With a connection of its own: the server may be another process by now.
  Tenant reader() { return Tenant{daemon_->port(), reader_key_}; }
  json log() { return json::parse(reader().call("GET", "/webhook-log").body).at("data"); }
  /// Statuses in the log, newest first.
  std::string statuses() {
    std::string out;
    for (const json& one : log()) out += (out.empty() ? "" : " ") + one.at("status").get<std::string>();
    return out;
  }

  TemporaryDirectory plugins_;
  FarSide far_side_;
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<Tenant> tenant_;
  std::string channel_;
  std::string reader_key_;
};

TEST_P(Unverified, WhatComesWhileThePluginIsAwayIsAppliedWhenItIsBackAndTheForgedIsDropped) {
  take_away();
  restart();
  EXPECT_EQ(tell("genuine").status, 200);
  EXPECT_EQ(tell("forged", "another-token").status, 200) << "nobody can tell yet";
  EXPECT_EQ(statuses(), "UNVERIFIED UNVERIFIED");
  EXPECT_EQ(log().dump().find("X-Sandbox-Signature") == std::string::npos, false) << "headers are shown";
  daemon_->kill9();  // what was answered 200 is durable
  bring_back();
  daemon_->start();
  EXPECT_TRUE(eventually([&] { return statuses() == "SKIPPED PROCESSED"; })) << statuses();
  const auto messages = Tenant{daemon_->port(), tenant_->key()}.messages();
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].at("message_body"), "genuine");
  const json forged = log().at(0);
  EXPECT_EQ(forged.at("reason"), "not genuine: bad_signature");
  EXPECT_EQ(forged.at("body_bytes"), 0);
  const HttpReply refused =
      reader().call("POST", "/webhook-log/" + forged.at("id").get<std::string>() + "/replay");
  EXPECT_EQ(json::parse(refused.body).at("applied"), 0);
}

TEST_P(Unverified, OverTheQuotaTheProviderIsToldToComeAgain) {
  take_away();
  restart();
  EXPECT_EQ(tell("small").status, 200);
  const HttpReply refused = tell(std::string(4096, 'x'));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Retry-After"), "60");
  EXPECT_EQ(statuses(), "UNVERIFIED");
  EXPECT_EQ(tell("small again").status, 200);
}

HERALD_ON_BOTH_DATABASES(Unverified);

}  // namespace
}  // namespace herald::test
