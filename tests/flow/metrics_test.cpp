// What the running daemon shows to Prometheus: the documented metrics and no others, in strict format,
// without a label that grows with tenants, channels or addresses.
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/flow/house.hpp"
#include "tests/support/prometheus_text.hpp"

namespace herald::test {
namespace {

using Families = std::map<std::string, MetricFamily>;

class MetricsFlow : public InTheHouse {
 protected:
  Families scrape() {
    const HttpReply reply = client_.send({.target = "/metrics"});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    return parse_metrics(reply.body);
  }
  /// The sum over a family's samples of that name and label; -1 when there is none.
  static double sum(const Families& families, const std::string& name, const std::string& label = {}) {
    double total = -1;
    for (const auto& [family, metric] : families)
      for (const MetricSample& sample : metric.samples) {
        const bool labelled =
            std::ranges::any_of(sample.labels, [&](const auto& l) { return l.second == label; });
        if (sample.name == name && (label.empty() || labelled)) total = std::max(total, 0.0) + sample.value;
      }
    return total;
  }
  HttpClient client_{house_.daemon.port()};
};

/// The names in the operator's table.
std::set<std::string> documented() {
  std::set<std::string> names;
  std::ifstream file{std::string{HERALD_SOURCE_DIR} + "/packaging/README.md"};
  const std::string start = "| `herald_";
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(start)) names.insert(line.substr(3, line.find('`', 3) - 3));
  return names;
}

TEST_P(MetricsFlow, AreTheDocumentedOnesAndNoOthers) {
  std::set<std::string> shown;
  for (const auto& [name, family] : scrape()) shown.insert(name);
  EXPECT_EQ(shown, documented());
}

TEST_P(MetricsFlow, HaveNoLabelThatGrowsWithUse) {
  for (int i = 0; i < 3; ++i)
    house_.tenant.await(house_.send_sandbox("00", fresh_text("label")), "DELIVERED");
  const std::set<std::string> closed{"le",     "result", "reason",  "class", "next",  "verdict",
                                     "status", "code",   "failure", "check", "plugin"};
  for (const auto& [name, family] : scrape()) {
    EXPECT_LE(family.samples.size(), 60U) << name;
    for (const MetricSample& sample : family.samples)
      for (const auto& [label, value] : sample.labels)
        EXPECT_TRUE(closed.contains(label)) << name << " " << label;
  }
}

TEST_P(MetricsFlow, FollowAMessageThatIsDelivered) {
  const Families before = scrape();
  house_.tenant.await(house_.send_sandbox("00", fresh_text("metrics")), "DELIVERED");
  Families after;
  const auto grown = [&](const std::string& name, const std::string& label = {}) {
    return sum(after, name, label) - sum(before, name, label);
  };
  EXPECT_TRUE(eventually([&] {
    after = scrape();
    // Counted just after they are committed, and a receipt may be faster than the answer.
    return grown("herald_webhook_elements_total", "applied") >= 1 && grown("herald_attempts_sent_total") >= 1;
  }));
  EXPECT_EQ(grown("herald_messages_accepted_total"), 1);
  EXPECT_EQ(grown("herald_attempts_intended_total", "go"), 1);
  EXPECT_EQ(grown("herald_attempts_sent_total"), 1);
  EXPECT_EQ(grown("herald_attempts_failed_total"), 0);
  EXPECT_EQ(grown("herald_egress_exchanges_total", "answered"), 1);
  EXPECT_EQ(grown("herald_egress_exchange_seconds_count"), 1);
  EXPECT_GE(grown("herald_writer_batches_total"), 3);
  EXPECT_GE(grown("herald_writer_commit_seconds_count"), 3);
  EXPECT_GE(grown("herald_writer_batch_operations_sum"), 3);
  EXPECT_GE(grown("herald_http_requests_total", "2xx"), 2);
  EXPECT_EQ(sum(after, "herald_healthy", "database"), 1);
  EXPECT_EQ(sum(after, "herald_plugin_lane_open", "sandbox"), 1);
  EXPECT_GE(sum(after, "herald_http_connections"), 1);
}

TEST_P(MetricsFlow, CountFailuresByClassAndRefusalsByReason) {
  const Families before = scrape();
  const std::string text = fresh_text("metrics");
  const nlohmann::json wish{{"channel_id", house_.sandbox_channel}, {"to_address", "+15005550101"}};
  auto one = wish;
  one["message_body"] = text;
  auto other = wish;
  other["message_body"] = text + "!";
  EXPECT_EQ(house_.tenant.post(one, text).status, 201);
  EXPECT_EQ(house_.tenant.post(one, text).status, 201);
  EXPECT_EQ(house_.tenant.post(other, text).status, 422);
  house_.tenant.await(house_.send_sandbox("08", fresh_text("metrics")), "FAILED");
  Families after;
  const auto grown = [&](const std::string& name, const std::string& label = {}) {
    return sum(after, name, label) - sum(before, name, label);
  };
  EXPECT_TRUE(eventually([&] {
    after = scrape();
    return grown("herald_attempts_failed_total", "invalid_recipient") == 1;
  }));
  EXPECT_EQ(grown("herald_messages_replayed_total"), 1);
  EXPECT_EQ(grown("herald_messages_refused_total", "idempotency_mismatch"), 1);
}

HERALD_ON_BOTH_DATABASES(MetricsFlow);

}  // namespace
}  // namespace herald::test
