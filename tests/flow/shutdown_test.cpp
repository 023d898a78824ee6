// SIGTERM under load: the process ends in order, and nothing that was answered 201 is lost or doubled.
#include <atomic>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class ShutdownFlow : public testing::TestWithParam<Dialect> {
 protected:
  /// Posts until the daemon goes; the ids that were answered 201.
  std::vector<std::string> post_until_gone(int client) {
    std::vector<std::string> ids;
    Tenant tenant{daemon_.port(), key_};
    for (int i = 0; i < kMost; ++i) {
      try {
        const HttpReply reply =
            tenant.post({{"channel_id", channel_},
                         {"to_address", "+15005550110"},
                         {"message_body", std::to_string(client) + "/" + std::to_string(i)}});
        if (reply.status != 201) return ids;
        ids.push_back(json::parse(reply.body).at("id"));
        ++accepted_;
      } catch (const NoAnswer&) {
        return ids;
      }
    }
    return ids;
  }

  static constexpr int kMost = 100'000;
  FarSide sandbox_;
  Daemon daemon_{GetParam()};
  std::string key_{daemon_.make_key("shutdown")};
  std::string channel_{Tenant{daemon_.port(), key_}.make_channel(sandbox_.channel("sandbox"))};
  std::atomic<int> accepted_{0};
};

TEST_P(ShutdownFlow, ATerminationDuringTheStartEndsInOrderToo) {
  daemon_.stop();
  const auto activations = [this] {
    const std::string log = daemon_.log();
    int count = 0;
    for (auto at = log.find("plugin_active"); at != std::string::npos; at = log.find("plugin_active", at + 1))
      ++count;
    return count;
  };
  const int before = activations();
  daemon_.launch();
  EXPECT_TRUE(eventually([&] { return activations() > before; }));
  daemon_.terminate();
  EXPECT_EQ(daemon_.wait(std::chrono::seconds{60}), 0) << daemon_.log();
}

TEST_P(ShutdownFlow, EndsInOrderUnderLoadAndLosesNothing) {
  constexpr int kClients = 4;
  std::vector<std::vector<std::string>> ids(kClients);
  {
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i)
      clients.emplace_back([&, i] { ids[static_cast<std::size_t>(i)] = post_until_gone(i); });
    EXPECT_TRUE(eventually([&] { return accepted_ > 200; }));
    EXPECT_EQ(daemon_.stop(), 0) << daemon_.log();
  }
  daemon_.start();
  Tenant tenant{daemon_.port(), key_};
  std::map<std::string, json> stored;
  const bool quiet = eventually([&] {
    stored.clear();
    int open = 0;
    for (json& message : tenant.messages()) {
      const std::string status = message.at("status");
      open += status == "QUEUED" || status == "SENDING" ? 1 : 0;
      stored.emplace(message.at("id"), std::move(message));
    }
    return open == 0;
  });
  EXPECT_TRUE(quiet);
  for (const auto& mine : ids)
    for (const std::string& id : mine)
      EXPECT_EQ(stored.contains(id) ? stored.at(id).at("status") : json{}, "SENT") << id;
  std::map<std::string, int> wire;
  for (const json& line : sandbox_.log()) ++wire[line.at("text")];
  for (const auto& [text, count] : wire) EXPECT_EQ(count, 1) << text;
  EXPECT_EQ(wire.size(), stored.size());
  EXPECT_EQ(daemon_.stop(), 0);
}

TEST_P(ShutdownFlow, WaitsForADeliveryUnderWay) {
  Tenant tenant{daemon_.port(), key_};
  const std::string id =
      tenant.send({{"channel_id", channel_}, {"to_address", "+15005550101"}, {"message_body", "slow"}});
  EXPECT_TRUE(eventually([&] { return sandbox_.count("slow") == 1; }));
  EXPECT_EQ(daemon_.stop(), 0);
  daemon_.start();
  const json message = tenant.await(id, "DELIVERED");
  EXPECT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(types_of(message).find("unknown"), std::string::npos) << types_of(message);
  EXPECT_EQ(sandbox_.count("slow"), 1);
}

HERALD_ON_BOTH_DATABASES(ShutdownFlow);

}  // namespace
}  // namespace herald::test
