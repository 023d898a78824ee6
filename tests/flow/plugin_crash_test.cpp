// A plugin that brings the whole server down, trusted by a policy to run inside it.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Sandbox and wrecker in the server's own process.
class PluginCrashFlow : public testing::TestWithParam<const char*> {
 protected:
  PluginCrashFlow() {
    fs::copy(built("plugins/sandbox.so"), files_.path() / "sandbox.so");
    fs::copy(built("fixtures/wrecker.so"), files_.path() / "wrecker.so");
    write_file(files_.path() / "policy", "in_process org.\n");
    daemon_ = std::make_unique<Daemon>(
        Dialect::Sqlite, DaemonOptions{.settings = {"plugins.policy=" + (files_.path() / "policy").string()},
                                       .plugins = files_.path()});
    tenant_ = std::make_unique<Tenant>(daemon_->port(), daemon_->make_key("crash"));
  }
  std::string send(const std::string& channel, const std::string& text) {
    return tenant_->send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text}});
  }
  json report(const std::string& name) {
    const json all = json::parse(daemon_->admin("GET", "/api/v1/admin/plugins").body).at("data");
    for (const json& each : all)
      if (each.at("path") == (files_.path() / name).string()) return each;
    return {};
  }
  const TemporaryDirectory files_;
  const FarSide sandbox_;
  RawServer server_{RawServer::replies(RawServer::ok("fine"))};
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<Tenant> tenant_;
};

TEST_P(PluginCrashFlow, TheNextStartHoldsThePluginThatWasRunningAndServes) {
  const std::string good = tenant_->make_channel(sandbox_.channel("good"));
  const std::string bad = tenant_->make_channel({{"channel_type", "SMS"},
                                                 {"channel_name", "bad"},
                                                 {"api_provider", "wrecker"},
                                                 {"api_url", server_.url("")},
                                                 {"sender_id", "+15005550006"},
                                                 {"retry_count", 0}});
  ASSERT_EQ(report("wrecker.so").at("state"), "active");
  const std::string before = send(good, fresh_text("before"));
  EXPECT_EQ(tenant_->await(before, "DELIVERED").at("status"), "DELIVERED");
  const std::string fatal = send(bad, GetParam());
  ASSERT_NE(daemon_->wait(std::chrono::seconds{30}).value_or(0), 0);
  daemon_->start();
  EXPECT_EQ(report("wrecker.so").at("state"), "quarantined");
  EXPECT_EQ(report("wrecker.so").at("reason"), "crashed_in_plan");
  EXPECT_EQ(report("sandbox.so").at("state"), "active");
  const std::string after = send(good, fresh_text("after"));
  EXPECT_EQ(tenant_->await(after, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_EQ(tenant_->await(before, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_NE(tenant_->message(fatal).at("status"), "DELIVERED");
  EXPECT_TRUE(server_.requests().empty());
}

INSTANTIATE_TEST_SUITE_P(Ways, PluginCrashFlow, testing::Values("segfault", "abort", "sink"),
                         [](const auto& way) { return std::string{way.param}; });

}  // namespace
}  // namespace herald::test
