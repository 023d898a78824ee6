// A new version is renamed into place under load, then rolled back.
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/flow/steady_load.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr const char* kPlugin = "org.herald.sandbox";

TEST(PluginUpgradeFlow, NoMessageFailsOrIsSentTwiceOverAnUpgradeAndARollback) {
  const TemporaryDirectory plugins;
  fs::copy(built("plugins/sandbox.so"), plugins.path() / "sandbox.so");
  const FarSide sandbox;
  const Daemon daemon{Dialect::Sqlite, {.plugins = plugins.path()}};
  Tenant tenant{daemon.port(), daemon.make_key("upgrade")};
  const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
  SteadyLoad load{daemon.port(), tenant.key(), channel};
  load.pass(50);
  ASSERT_EQ(serving_version(daemon, kPlugin), "1.0.0");
  fs::copy(built("fixtures/sandbox_next.so"), plugins.path() / ".next");
  fs::rename(plugins.path() / ".next", plugins.path() / "sandbox.so");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (serving_version(daemon, kPlugin) != "1.1.0" && std::chrono::steady_clock::now() < until)
    load.pass(5);
  ASSERT_EQ(serving_version(daemon, kPlugin), "1.1.0") << daemon.log();
  load.pass(50);
  ASSERT_EQ(daemon.admin("POST", "/api/v1/admin/plugins/" + std::string{kPlugin} + "/rollback").status, 200);
  EXPECT_EQ(serving_version(daemon, kPlugin), "1.0.0");
  load.pass(50);
  load.finish();
  ASSERT_FALSE(load.failed());
  ASSERT_GE(load.messages().size(), 150U);
  std::map<std::string, int> requests;
  for (const auto& [id, text] : load.messages())
    EXPECT_EQ(tenant.await(id, "DELIVERED").at("status"), "DELIVERED") << text;
  for (const json& seen : sandbox.log()) ++requests[seen.at("text").get<std::string>()];
  for (const auto& [id, text] : load.messages()) EXPECT_EQ(requests[text], 1) << text;
}

}  // namespace
}  // namespace herald::test
