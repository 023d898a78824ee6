// One tenant's backlog is nobody else's, and every message knows what it waits for.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/flow/true_sums.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// A server that holds a hundred messages in memory, and a tenant whose channel sends one in ten seconds.
class FairnessFlow : public testing::TestWithParam<Dialect> {
 protected:
  std::string make_slow() {
    json draft = sandbox_.channel("slow");
    draft["config_json"] = {{"rate_per_second", 0.1}, {"burst", 1}};
    return crowd_.make_channel(draft);
  }
  void crowd(int messages) {
    for (int i = 0; i < messages; ++i) crowd_.send(to_slow());
  }
  [[nodiscard]] json to_slow() const {
    return {{"channel_id", slow_}, {"to_address", "+15005550100"}, {"message_body", "crowd"}};
  }
  json waits_for(const std::string& id) {
    return json::parse(crowd_.call("GET", "/messages/" + id + "/explain").body).at("waits_for");
  }
  Tenant other() {
    const HttpReply made = daemon_.admin("POST", "/api/v1/admin/tenants", json{{"name", "other"}}.dump());
    return with_scopes(daemon_, json::parse(made.body).at("id"), {"communication.*"});
  }
  FarSide sandbox_;
  Daemon daemon_{GetParam(), {.settings = {"dispatch.window=100"}}};
  Tenant crowd_{daemon_.port(), daemon_.make_key("crowd")};
  std::string slow_{make_slow()};
};

TEST_P(FairnessFlow, ABacklogBeyondMemoryHoldsUpNoOtherTenantAlsoAfterARestart) {
  crowd(150);
  Tenant other = this->other();
  const json message{{"channel_id", other.make_channel(sandbox_.channel("quick"))},
                     {"to_address", "+15005550100"},
                     {"message_body", "quick"}};
  EXPECT_EQ(other.await(other.send(message), "DELIVERED").at("status"), "DELIVERED");
  daemon_.kill9();
  daemon_.start();
  EXPECT_EQ(other.await(other.send(message), "DELIVERED").at("status"), "DELIVERED");
}

TEST_P(FairnessFlow, AMessageKnowsWhichBucketHoldsItAndUntilWhen) {
  crowd_.await(crowd_.send(to_slow()), "DELIVERED");
  crowd(3);
  const json wait = waits_for(crowd_.send(to_slow()));
  EXPECT_EQ(wait.at("what"), "rate");
  EXPECT_NE(wait.at("why").get<std::string>().find(" of its channel go before it"), std::string::npos)
      << wait;
  EXPECT_TRUE(wait.at("until").is_string()) << wait;
  crowd(40);
  EXPECT_EQ(waits_for(crowd_.send(to_slow())).at("what"), "memory");
}

HERALD_ON_BOTH_DATABASES(FairnessFlow);

}  // namespace
}  // namespace herald::test
