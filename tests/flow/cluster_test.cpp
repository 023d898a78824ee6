// Several nodes on one MariaDB server (design D6).
#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/house.hpp"
#include "tests/flow/true_sums.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using std::chrono::seconds;

class ClusterFlow : public testing::Test {
 protected:
  /// A node beside the first one, which providers call.
  DaemonOptions beside(const std::string& name) const {
    return {.settings = {"node.name=" + name, "cluster.lease_seconds=4", "storage.url=" + one_.storage_url(),
                         "vault.keyfile=" + (one_.directory() / "ring").string(),
                         "media.dir=" + (one_.directory() / "media").string(),
                         "http.public_url=" + one_.url()}};
  }
  /// How many shards a node has, as the database tells.
  static int shards_of(const Daemon& first, const std::string& node) {
    const std::string url = first.storage_url();
    const auto begin = url.rfind('/', url.find('?')) + 1;
    support::MariadbSession db{support::shared_mariadb().socket(), url.substr(begin, url.find('?') - begin)};
    return std::stoi(
        db.rows("select count(*) from shard_lease where writer = '" + node + "'").at(0).at(0).value());
  }
  [[nodiscard]] int shards_of(const std::string& node) const { return shards_of(one_, node); }
  [[nodiscard]] bool shared_equally() const {
    return eventually([&] { return shards_of("one") == 32 && shards_of("two") == 32; });
  }
  json wish(const std::string& text) const {
    return {{"channel_id", channel_}, {"to_address", "+15005550100"}, {"message_body", text}};
  }
  /// All of them are at an end that is `wanted`, each once on the wire.
  void expect_all(const std::vector<std::pair<std::string, std::string>>& sent, const std::string& wanted) {
    for (const auto& [id, text] : sent) {
      EXPECT_EQ(tenant_.await(id, wanted, seconds{30} * kPace).at("status"), wanted) << text;
      EXPECT_EQ(sandbox_.count(text), 1) << text;
    }
  }
  std::vector<std::pair<std::string, std::string>> send(Tenant& through, int count, const std::string& what) {
    std::vector<std::pair<std::string, std::string>> out;
    for (int i = 0; i < count; ++i) {
      const std::string text = fresh_text(what);
      out.emplace_back(through.send(wish(text)), text);
    }
    return out;
  }

  FarSide sandbox_;
  Daemon one_{Dialect::Mysql, {.settings = {"node.name=one", "cluster.lease_seconds=4"}}};
  std::string key_{one_.make_key("cluster")};
  Tenant tenant_{one_.port(), key_};
  std::string channel_{tenant_.make_channel(sandbox_.channel("main"))};
};

TEST_F(ClusterFlow, TwoNodesShareTheMessagesAndEachKnowsAll) {
  ASSERT_TRUE(eventually([&] { return shards_of("one") == 64; })) << "alone it has all";
  Daemon two{Dialect::Mysql, beside("two")};
  Tenant second{two.port(), key_};
  ASSERT_TRUE(shared_equally());
  expect_all(send(second, 20, "through two"), "DELIVERED");  // the receipts came to the other node
  expect_all(send(tenant_, 20, "through one"), "DELIVERED");

  json later = wish(fresh_text("later"));
  later["schedule_for"] = "2099-01-01T00:00:00Z";
  const std::string scheduled = second.send(later);
  EXPECT_EQ(tenant_.call("POST", "/messages/" + scheduled + "/cancel").status, 200);
  EXPECT_EQ(second.message(scheduled).at("status"), "CANCELLED");

  const HttpReply once = second.post(wish("one key"), "shared-key");
  EXPECT_EQ(once.status, 201);
  const HttpReply again = tenant_.post(json::parse(R"({"channel_id":")" + channel_ + R"("})"), "shared-key");
  EXPECT_EQ(again.status, 422) << "a key is known to both nodes: " << again.body;

  EXPECT_EQ(two.stop(), 0);
  EXPECT_TRUE(eventually([&] { return shards_of("one") == 64; }, seconds{3} * kPace))
      << "no lease to wait for";
  Tenant reader = with_scopes(one_, tenant_of(one_, channel_), {"conversations.*", "communication.*"});
  EXPECT_EQ(wrong_sums(reader), "");
  const HttpReply verified = one_.admin("POST", "/api/v1/admin/audit-verify");
  EXPECT_EQ(json::parse(verified.body).at("intact"), true) << verified.body;
}

TEST_F(ClusterFlow, WhatAKilledNodeHadQueuedIsSentByTheOtherAfterItsLease) {
  json slow = sandbox_.channel("slow");
  slow["config_json"] = {{"rate_per_second", 4}, {"burst", 1}};
  channel_ = tenant_.make_channel(slow);
  Daemon two{Dialect::Mysql, beside("two")};
  Tenant second{two.port(), key_};
  ASSERT_TRUE(shared_equally());
  const auto sent = send(second, 20, "queued at two");
  int delivered = 0;
  two.kill9();
  EXPECT_TRUE(eventually([&] { return shards_of("one") == 64; }, seconds{8} * kPace));
  for (const auto& [id, text] : sent) {
    std::string status;
    EXPECT_TRUE(eventually(
        [&] {
          status = tenant_.message(id).at("status");
          return status == "DELIVERED" ||
                 status == "UNKNOWN";  // what was under way at that moment: nobody knows
        },
        seconds{40} * kPace))
        << text << " is " << status;
    EXPECT_LE(sandbox_.count(text), 1) << text;
    if (status == "DELIVERED") ++delivered;
  }
  EXPECT_GE(delivered, 15) << "of 20, four a second by two nodes";
}

TEST_F(ClusterFlow, ANodeThatStoodStillIsFencedOffEndsAndIsGivenItsPartAgain) {
  Daemon two{Dialect::Mysql, beside("two")};
  ASSERT_TRUE(shared_equally());
  ::kill(two.pid(), SIGSTOP);
  EXPECT_TRUE(eventually([&] { return shards_of("one") == 64; }, seconds{8} * kPace));
  ::kill(two.pid(), SIGCONT);
  Tenant second{two.port(), key_};
  EXPECT_TRUE(eventually([&] { return second.post(wish(fresh_text("late"))).status == 503; }));
  EXPECT_EQ(two.wait(seconds{20} * kPace), 75) << "what runs it starts it anew";
  two.start();
  EXPECT_TRUE(shared_equally());
  expect_all(send(second, 5, "through the second two"), "DELIVERED");
}

}  // namespace
}  // namespace herald::test
