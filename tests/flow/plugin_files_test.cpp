// Every kind of bad file is dropped into the directory of one running server.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// A server with the sandbox in a plugin directory of its own, and a channel to it.
class PluginFilesFlow : public testing::Test {
 protected:
  PluginFilesFlow() {
    fs::copy(built("plugins/sandbox.so"), plugins_.path() / "sandbox.so");
    daemon_ = std::make_unique<Daemon>(Dialect::Sqlite, DaemonOptions{.plugins = plugins_.path()});
    tenant_ = std::make_unique<Tenant>(daemon_->port(), daemon_->make_key("plugins"));
    channel_ = tenant_->make_channel(sandbox_.channel("sandbox"));
  }
  /// As an installer does: written beside, renamed into place.
  void drop(const std::string& name, const std::string& bytes, unsigned mode = 0644) {
    write_file(plugins_.path() / ".new", bytes);
    fs::permissions(plugins_.path() / ".new", fs::perms{mode});
    fs::rename(plugins_.path() / ".new", plugins_.path() / name);
  }
  static std::string fixture(const std::string& name) { return read_file(built("fixtures/" + name + ".so")); }
  json report(const std::string& name) {
    const json all = json::parse(daemon_->admin("GET", "/api/v1/admin/plugins").body).at("data");
    for (const json& each : all)
      if (each.at("path") == (plugins_.path() / name).string()) return each;
    return {};
  }
  /// Looks until the server's own watch has found the file and said that of it.
  json await_report(const std::string& name, const std::string& state, const std::string& reason) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    json found;
    do {
      found = report(name);
      if (!found.is_null() && found.at("state") == state && found.value("reason", json{}) == reason) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    } while (std::chrono::steady_clock::now() < until);
    return found;
  }
  void expect_refused(const std::string& name, const std::string& state, const std::string& reason) {
    const json found = await_report(name, state, reason);
    ASSERT_FALSE(found.is_null()) << name << " was not found";
    EXPECT_EQ(found.at("state"), state) << found;
    EXPECT_EQ(found.value("reason", json{}), reason) << found;
    const std::string detail = found.at("detail").is_string() ? found.at("detail") : json{""};
    EXPECT_FALSE(detail.empty()) << found;
  }
  void expect_delivery() {
    const std::string id = tenant_->send(
        {{"channel_id", channel_}, {"to_address", "+15005550100"}, {"message_body", fresh_text("on")}});
    EXPECT_EQ(tenant_->await(id, "DELIVERED").at("status"), "DELIVERED");
  }
  const TemporaryDirectory plugins_;
  const FarSide sandbox_;
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<Tenant> tenant_;
  std::string channel_;
};

TEST_F(PluginFilesFlow, EveryBadFileIsNamedWhileMessagesGoOn) {
  struct Case {
    const char* fixture;
    const char* state;
    const char* reason;
  };
  for (const Case& each : {Case{"wrong_major", "rejected", "wrong_abi"},
                           {"wrong_minor", "rejected", "wrong_abi"},
                           {"no_note", "rejected", "no_note"},
                           {"short_table", "quarantined", "bad_entry"},
                           {"no_entry", "quarantined", "no_entry"},
                           {"missing_symbol", "quarantined", "not_loadable"},
                           {"note_differs", "quarantined", "manifest_differs"},
                           {"crash", "quarantined", "plugin_crashed"},
                           {"leaves", "quarantined", "plugin_crashed"},
                           {"hang", "quarantined", "plugin_timeout"},
                           {"exported_junk", "quarantined", "exports_more"},
                           {"thread_leaker", "quarantined", "plugin_failed"},
                           {"open_throws", "quarantined", "plugin_failed"}}) {
    drop(std::string{each.fixture} + ".so", fixture(each.fixture));
    expect_refused(std::string{each.fixture} + ".so", each.state, each.reason);
    expect_delivery();
  }
  drop("writable.so", fixture("good"), 0666);
  expect_refused("writable.so", "rejected", "unsafe_mode");
  drop("truncated.so", fixture("good").substr(0, 500));
  expect_refused("truncated.so", "rejected", "malformed_elf");
  drop("good.so", fixture("good"));
  EXPECT_EQ(await_report("good.so", "active", "").at("version"), "1.2.3");
  expect_delivery();
}

TEST_F(PluginFilesFlow, AFileOverwrittenInPlaceDoesNotHarmWhatRuns) {
  write_file(plugins_.path() / "sandbox.so", std::string(4096, 'x'));
  expect_refused("sandbox.so", "rejected", "not_elf");
  expect_delivery();
}

TEST_F(PluginFilesFlow, AHangUpMakesTheServerLookAtItsPluginsAgain) {
  daemon_->hang_up();
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (daemon_->log().find("plugins_rescanned") == std::string::npos &&
         std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  EXPECT_NE(daemon_->log().find("plugins_rescanned"), std::string::npos);
  expect_delivery();
}

TEST_F(PluginFilesFlow, AnOperatorDisablesAndEnablesAcrossARestart) {
  const std::string path = "/api/v1/admin/plugins/org.herald.sandbox";
  ASSERT_EQ(daemon_->admin("POST", path + "/disable").status, 200);
  EXPECT_EQ(report("sandbox.so").at("state"), "disabled");
  daemon_->stop();
  daemon_->start();
  EXPECT_EQ(report("sandbox.so").at("state"), "disabled");
  const HttpReply enabled = daemon_->admin("POST", path + "/enable");
  ASSERT_EQ(enabled.status, 200) << enabled.body;
  EXPECT_EQ(json::parse(enabled.body).at("generations")[0].at("state"), "active") << enabled.body;
  expect_delivery();
  EXPECT_EQ(daemon_->admin("POST", "/api/v1/admin/plugins/org.nobody/disable").status, 404);
}

TEST(PluginPolicyFlow, UnderASignedOnlyPolicyAnUnsignedFileIsRefusedAndTheServerServes) {
  const TemporaryDirectory files;
  write_file(files.path() / "policy", "signed_only\n");
  fs::copy(built("plugins/sandbox.so"), files.path() / "sandbox.so");
  const Daemon daemon{
      Dialect::Sqlite,
      {.settings = {"plugins.policy=" + (files.path() / "policy").string()}, .plugins = files.path()}};
  const auto state = [&] {
    return json::parse(daemon.admin("GET", "/api/v1/admin/plugins").body).at("data")[0];
  };
  EXPECT_EQ(state().at("reason"), "unsigned") << state();
  write_file(files.path() / "policy", "nonsense\n");
  ASSERT_EQ(daemon.admin("POST", "/api/v1/admin/plugins/rescan").status, 200);
  EXPECT_EQ(state().at("reason"), "malformed_policy") << state();
  write_file(files.path() / "policy", "");
  ASSERT_EQ(daemon.admin("POST", "/api/v1/admin/plugins/rescan").status, 200);
  EXPECT_EQ(state().at("state"), "active") << state();
}

}  // namespace
}  // namespace herald::test
