// A scaffold is dropped into the directory of a running server, delivers, and is replaced under load.
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/flow/steady_load.hpp"
#include "tests/sdk/installed.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Case {
  const char* language;
  const char* placement;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.language << " in " << one.placement; }

class DroppedPlugin : public testing::TestWithParam<Case> {
 protected:
  DroppedPlugin() {
    const bool inside = GetParam().placement == std::string{"in_process"};
    write_file(files_.path() / "policy", inside ? "in_process org.example.\n" : "");
    fs::create_directory(files_.path() / "plugins");
    daemon_ = std::make_unique<Daemon>(
        Dialect::Sqlite, DaemonOptions{.settings = {"plugins.policy=" + (files_.path() / "policy").string()},
                                       .plugins = files_.path() / "plugins"});
    tenant_ = std::make_unique<Tenant>(daemon_->port(), daemon_->make_key("drop"));
  }
  [[nodiscard]] static fs::path version(const std::string& number) {
    return built_project({.language = GetParam().language}, number);
  }
  [[nodiscard]] fs::path place() const { return files_.path() / "plugins" / "acme.so"; }
  /// As an installer does: written beside, renamed into place.
  void rename_into_place(const fs::path& plugin) const {
    fs::copy_file(plugin, files_.path() / "plugins" / ".new");
    fs::rename(files_.path() / "plugins" / ".new", place());
  }
  [[nodiscard]] bool serves(const std::string& number) const {
    return eventually([&] { return serving_version(*daemon_, "org.example.acme") == number; },
                      std::chrono::seconds{20});
  }
  std::string make_channel() {
    json draft = far_side_.channel("acme");
    draft["api_provider"] = "acme";
    return tenant_->make_channel(draft);
  }
  const FarSide far_side_;
  const TemporaryDirectory files_;
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<Tenant> tenant_;
};

TEST_P(DroppedPlugin, DeliversWithoutARestartAndIsReplacedWithoutLosingOrRepeatingAMessage) {
  const fs::path first = version("1.0.0"), second = version("1.1.0"), third = version("1.2.0");
  rename_into_place(first);
  ASSERT_TRUE(serves("1.0.0")) << daemon_->admin("GET", "/api/v1/admin/plugins/org.example.acme").body;
  const json shown = json::parse(daemon_->admin("GET", "/api/v1/admin/plugins/org.example.acme").body);
  EXPECT_EQ(shown.at("generations")[0].at("placement"), GetParam().placement) << shown;

  const std::string channel = make_channel();
  const std::string id =
      tenant_->send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "first"}});
  EXPECT_EQ(tenant_->await(id, "DELIVERED").at("status"), "DELIVERED");

  SteadyLoad load{daemon_->port(), tenant_->key(), channel};
  load.pass(30);
  rename_into_place(second);
  ASSERT_TRUE(serves("1.1.0")) << daemon_->log();
  load.pass(30);
  fs::copy_file(third, place(), fs::copy_options::overwrite_existing);
  ASSERT_TRUE(serves("1.2.0")) << daemon_->log();
  load.pass(30);
  load.finish();

  ASSERT_FALSE(load.failed());
  ASSERT_GE(load.messages().size(), 90U);
  for (const auto& [message, text] : load.messages())
    EXPECT_EQ(tenant_->await(message, "DELIVERED").at("status"), "DELIVERED") << text;
  std::map<std::string, int> requests;
  for (const json& seen : far_side_.log()) ++requests[seen.at("text").get<std::string>()];
  for (const auto& [message, text] : load.messages()) EXPECT_EQ(requests[text], 1) << text;
}

INSTANTIATE_TEST_SUITE_P(Of, DroppedPlugin, testing::Values(Case{"cpp", "in_process"}, Case{"c", "runner"}),
                         [](const auto& of) {
                           return std::string{of.param.language} + "_" + of.param.placement;
                         });

}  // namespace
}  // namespace herald::test
