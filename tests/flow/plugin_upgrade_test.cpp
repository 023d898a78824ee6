// A new version is renamed into place under load, then rolled back.
#include <atomic>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr const char* kPlugin = "/api/v1/admin/plugins/org.herald.sandbox";

/// Messages sent one after the other on a thread of their own until the end.
class SteadyLoad {
 public:
  SteadyLoad(std::uint16_t port, std::string key, std::string channel)
      : thread_{
            [this, port, key = std::move(key), channel = std::move(channel)] { run(port, key, channel); }} {}
  ~SteadyLoad() { finish(); }
  SteadyLoad(const SteadyLoad&) = delete;
  SteadyLoad& operator=(const SteadyLoad&) = delete;
  [[nodiscard]] std::size_t sent() const { return sent_; }
  /// Looks until `more` further messages were accepted.
  void pass(std::size_t more) const {
    const std::size_t goal = sent_ + more;
    while (sent_ < goal && !failed_) std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  void finish() {
    over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] bool failed() const { return failed_; }
  /// Text by message id; after finish().
  [[nodiscard]] const std::map<std::string, std::string>& messages() const { return messages_; }

 private:
  void run(std::uint16_t port, const std::string& key, const std::string& channel) {
    Tenant tenant{port, key};
    while (!over_ && !failed_) {
      const std::string text = "load " + std::to_string(sent_);
      const HttpReply reply =
          tenant.post({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text}});
      failed_ = reply.status != 201;
      if (failed_) return;
      messages_[json::parse(reply.body).at("id")] = text;
      ++sent_;
    }
  }
  std::atomic<bool> over_{false};
  std::atomic<bool> failed_{false};
  std::atomic<std::size_t> sent_{0};
  std::map<std::string, std::string> messages_;
  std::thread thread_;
};

std::string serving_version(const Daemon& daemon) {
  const json shown = json::parse(daemon.admin("GET", kPlugin).body);
  for (const json& generation : shown.at("generations"))
    if (generation.at("state") == "active") return generation.at("version");
  return "none";
}

TEST(PluginUpgradeFlow, NoMessageFailsOrIsSentTwiceOverAnUpgradeAndARollback) {
  const TemporaryDirectory plugins;
  fs::copy(built("plugins/sandbox.so"), plugins.path() / "sandbox.so");
  const FarSide sandbox;
  const Daemon daemon{Dialect::Sqlite, {.plugins = plugins.path()}};
  Tenant tenant{daemon.port(), daemon.make_key("upgrade")};
  const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
  SteadyLoad load{daemon.port(), tenant.key(), channel};
  load.pass(50);
  ASSERT_EQ(serving_version(daemon), "1.0.0");
  fs::copy(built("fixtures/sandbox_next.so"), plugins.path() / ".next");
  fs::rename(plugins.path() / ".next", plugins.path() / "sandbox.so");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (serving_version(daemon) != "1.1.0" && std::chrono::steady_clock::now() < until) load.pass(5);
  ASSERT_EQ(serving_version(daemon), "1.1.0") << daemon.admin("GET", kPlugin).body;
  load.pass(50);
  ASSERT_EQ(daemon.admin("POST", std::string{kPlugin} + "/rollback").status, 200);
  EXPECT_EQ(serving_version(daemon), "1.0.0");
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
