// Three nodes on a Galera cluster of three database servers, under load: nodes and servers are killed and cut
// off. HERALD_TEST_CLUSTER_SECONDS sets how long each phase lasts (the gate: 2), HERALD_TEST_EVIDENCE names
// a directory for the figures.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/house.hpp"
#include "tests/flow/kill_verdict.hpp"
#include "tests/flow/true_sums.hpp"
#include "tests/support/galera.hpp"
#include "tests/support/tcp_proxy.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::size_t kNodes = 3;
constexpr int kLease = 5;

seconds phase() {
  const char* wanted = std::getenv("HERALD_TEST_CLUSTER_SECONDS");
  return seconds{wanted == nullptr ? 2 : std::stoi(wanted)};
}

class GaleraFlow : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(support::has_galera()) << "expected Debian's package galera-4 (packaging/packages-test.txt)";
    for (std::size_t i = 0; i < kNodes; ++i)
      nodes_.push_back(std::make_unique<Daemon>(Dialect::Sqlite, options(i)));
    key_ = nodes_[0]->make_key("cluster");
    Tenant tenant{nodes_[0]->port(), key_};
    for (const char* name : {"first", "second"})
      channels_.push_back(tenant.make_channel(sandbox_.channel(name)));
  }

  /// Each node has a server of its own; the last one reaches it through a line that can be cut.
  DaemonOptions options(std::size_t i) {
    const int port = i + 1 == kNodes ? line_.port() : servers_.port(i);
    DaemonOptions out{.settings = {"node.name=node" + std::to_string(i),
                                   "cluster.lease_seconds=" + std::to_string(kLease),
                                   "storage.url=mysql://herald@127.0.0.1:" + std::to_string(port) + "/herald",
                                   "media.dir=" + (shared_.path() / "media").string(), "log.level=info"}};
    if (i > 0) out.settings.push_back("vault.keyfile=" + (nodes_[0]->directory() / "ring").string());
    return out;
  }
  [[nodiscard]] std::vector<std::uint16_t> ports() const {
    std::vector<std::uint16_t> out;
    for (const auto& node : nodes_) out.push_back(node->port());
    return out;
  }

  /// As a supervisor would: who has ended is started again. Those in `left` are not.
  void tend(milliseconds time, const std::vector<std::size_t>& left = {}) {
    const auto until = steady_clock::now() + time;
    eventually([&] {
      for (std::size_t i = 0; i < kNodes; ++i) {
        const bool skipped = std::ranges::find(left, i) != left.end();
        if (!skipped && nodes_[i]->wait(milliseconds{0})) nodes_[i]->launch();
      }
      return steady_clock::now() >= until;
    });
  }
  /// Until every node serves again; answers how long that took.
  milliseconds until_all_serve() {
    const auto begun = steady_clock::now();
    EXPECT_TRUE(eventually(
        [&] {
          tend(milliseconds{0});
          const auto shards = leases();
          return std::ranges::all_of(nodes_, [](const auto& node) { return is_ready(*node); }) &&
                 std::ranges::count_if(shards, [](const auto& one) { return one.second >= 21; }) == kNodes;
        },
        seconds{90} * kPace));
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
  }
  static bool is_ready(const Daemon& node) {
    try {
      return HttpClient{node.port()}.send({.target = "/readyz"}).status == 200;
    } catch (const NoAnswer&) {
      return false;
    }
  }
  /// How many shards each node has, as a database server tells that is part of the cluster.
  [[nodiscard]] std::map<std::string, int> leases() const {
    for (std::size_t i = 0; i < kNodes; ++i) {
      if (servers_.seen_by(i) < 2) continue;
      try {
        std::map<std::string, int> out;
        support::MariadbSession db{servers_.socket(i), "herald"};
        db.run("set session wsrep_sync_wait = 1");  // one that was cut off may not know it yet
        for (const support::SqlRow& row : db.rows("select writer, count(*) from shard_lease group by writer"))
          out[row.at(0).value()] = std::stoi(row.at(1).value());
        return out;
      } catch (const support::SqlRefused&) {
        continue;  // it has just left
      }
    }
    return {};
  }
  /// Until the others have the shards of a node.
  milliseconds until_taken(std::size_t from) {
    const auto begun = steady_clock::now();
    EXPECT_TRUE(eventually(
        [&] {
          const auto shards = leases();
          return !shards.empty() && !shards.contains("") && !shards.contains("node" + std::to_string(from));
        },
        seconds{30} * kPace));
    return std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
  }
  FarSide sandbox_;
  TemporaryDirectory shared_;
  support::Galera servers_{kNodes, "herald"};
  support::TcpProxy line_{servers_.port(kNodes - 1)};
  std::deque<std::unique_ptr<Daemon>> nodes_;
  std::string key_;
  std::vector<std::string> channels_;
};

TEST_F(GaleraFlow, NothingIsLostAndNothingIsDoubledInSilence) {
  json figures{{"nodes", kNodes}, {"lease_seconds", kLease}};
  KillLoad load{{.ports = ports(), .api_key = key_, .channels = channels_, .seed = 1, .clients = 9}};
  tend(phase());

  nodes_[0]->kill9();
  figures["node_killed_taken_ms"] = until_taken(0).count();
  tend(phase(), {0});
  nodes_[0]->launch();
  figures["node_killed_back_ms"] = until_all_serve().count();
  tend(phase());

  servers_.kill(1);
  figures["server_killed_taken_ms"] = until_taken(1).count();
  tend(phase());
  servers_.restart(1);
  figures["server_killed_back_ms"] = until_all_serve().count();
  tend(phase());

  servers_.cut(0);
  figures["server_cut_taken_ms"] = until_taken(0).count();
  tend(phase());
  servers_.heal(0);
  figures["server_cut_back_ms"] = until_all_serve().count();

  line_.set_away(true);
  figures["line_cut_taken_ms"] = until_taken(2).count();
  tend(phase());
  line_.set_away(false);
  figures["line_cut_back_ms"] = until_all_serve().count();
  tend(phase());

  const std::vector<Posted> posted = load.finish();
  Tenant tenant{nodes_[0]->port(), key_};
  EXPECT_TRUE(comes_to_rest(tenant));
  const KillVerdict verdict = judge(posted, tenant, sandbox_);
  figures.update(to_json(verdict));
  std::cout << "cluster: " << figures.dump() << std::endl;
  if (const char* directory = std::getenv("HERALD_TEST_EVIDENCE"))
    std::ofstream{std::filesystem::path{directory} / "cluster_figures.json"} << figures.dump(2) << "\n";
  EXPECT_GT(verdict.answered, 100) << "there was load";
  for (std::size_t i = 0; i < verdict.complaints.size() && i < 20; ++i)
    ADD_FAILURE() << verdict.complaints[i];
  EXPECT_EQ(verdict.complaints.size(), 0U);
  Tenant reader =
      with_scopes(*nodes_[0], tenant_of(*nodes_[0], channels_[0]), {"conversations.*", "communication.*"});
  EXPECT_EQ(wrong_sums(reader), "");
  const HttpReply verified = nodes_[0]->admin("POST", "/api/v1/admin/audit-verify");
  EXPECT_EQ(json::parse(verified.body).at("intact"), true) << verified.body;
}

}  // namespace
}  // namespace herald::test
