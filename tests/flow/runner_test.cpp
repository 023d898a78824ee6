// A plugin that ruins its process, in a process of its own beside the sandbox in the server's: what becomes
// of its messages and of everybody else's.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// The wrecker alone in a directory of plugins.
class WreckersPlugins {
 public:
  WreckersPlugins() {
    std::filesystem::copy(built("fixtures") / "wrecker.so", directory_.path() / "wrecker.so");
  }
  [[nodiscard]] std::string path() const {
    return built("plugins").string() + ':' + directory_.path().string();
  }

 private:
  TemporaryDirectory directory_;
};

class RunnerFlow : public testing::TestWithParam<Dialect> {
 protected:
  RunnerFlow() {
    sandbox_channel_ = tenant_.make_channel(sandbox_.channel("good"));
    wrecker_channel_ = tenant_.make_channel({{"channel_type", "SMS"},
                                             {"channel_name", "bad"},
                                             {"api_provider", "wrecker"},
                                             {"api_url", server_.url("")},
                                             {"sender_id", "+15005550006"},
                                             {"retry_count", 0}});
  }
  std::string wreck(const std::string& how) { return send(wrecker_channel_, how); }
  std::string send(const std::string& channel, const std::string& text) {
    return tenant_.send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text}});
  }
  /// The first attempt of a message that ends in `status`: its state and code.
  std::string end_of(const std::string& id, const std::string& status) {
    const json message = tenant_.await(id, status);
    if (message.at("attempts").empty()) return message.dump();
    const json& attempt = message.at("attempts")[0];
    return attempt.at("state").get<std::string>() + ' ' + attempt.at("error").at("code").get<std::string>();
  }

  FarSide sandbox_;
  RawServer server_{RawServer::replies(RawServer::ok("wreck"))};
  WreckersPlugins plugins_;
  Daemon daemon_{GetParam(),
                 {.settings = {"plugins.in_runner=org.example.wrecker"}, .plugins = plugins_.path()}};
  Tenant tenant_{daemon_.port(), daemon_.make_key("runner")};
  std::string sandbox_channel_;
  std::string wrecker_channel_;
};

TEST_P(RunnerFlow, AProcessThatEndsWhilePlanningHasSentNothing) {
  EXPECT_EQ(end_of(wreck("segfault"), "FAILED"), "NOT_SENT plugin_crashed");
  EXPECT_EQ(end_of(wreck("hello"), "FAILED"), "NOT_SENT plugin_resting");
  EXPECT_TRUE(server_.requests().empty());
}

TEST_P(RunnerFlow, AProcessThatEndsOverTheAnswerLeavesTheOutcomeUnknown) {
  EXPECT_EQ(end_of(wreck("hello"), "UNKNOWN"), "UNKNOWN plugin_crashed");
  EXPECT_EQ(server_.requests().size(), 1U);
}

TEST_P(RunnerFlow, MessagesOfOtherChannelsAllArriveWhileOnePluginIsRuined) {
  std::vector<std::string> good;
  std::vector<std::string> bad;
  for (const char* way : {"spin", "segfault", "garbage", "gigabyte", "close", "exit", "leak"}) {
    bad.push_back(wreck(way));
    for (int i = 0; i < 5; ++i) good.push_back(send(sandbox_channel_, fresh_text("good")));
  }
  for (const std::string& id : good) EXPECT_EQ(tenant_.await(id, "DELIVERED").at("status"), "DELIVERED");
  for (const std::string& id : bad) EXPECT_EQ(end_of(id, "FAILED").substr(0, 16), "NOT_SENT plugin_");
  EXPECT_TRUE(server_.requests().empty());
}

HERALD_ON_BOTH_DATABASES(RunnerFlow);

}  // namespace
}  // namespace herald::test
