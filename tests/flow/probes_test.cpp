// What operators look at, and plugins that do not load.
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class ProbesFlow : public InTheHouse {
 protected:
  HttpReply look(const std::string& target) { return client_.send({.target = target}); }
  HttpClient client_{house_.daemon.port()};
};

TEST_P(ProbesFlow, AreWellWithoutAKey) {
  EXPECT_EQ(look("/healthz").status, 200);
  const HttpReply ready = look("/readyz");
  EXPECT_EQ(ready.status, 200);
  EXPECT_EQ(json::parse(ready.body).at("status"), "ok");
}

TEST_P(ProbesFlow, MetricsCountGenuineCallbacks) {
  const auto genuine = [&] {
    const std::string text = look("/metrics").body;
    const std::string name = "herald_webhooks_total{result=\"genuine\"} ";
    const auto at = text.find(name);
    return at == std::string::npos ? -1.0 : std::stod(text.substr(at + name.size()));
  };
  const double before = genuine();
  ASSERT_GE(before, 0);
  house_.tenant.await(house_.send_sandbox("00", fresh_text("metrics")), "DELIVERED");
  EXPECT_GT(genuine(), before);
}

TEST_P(ProbesFlow, TheApiAsksForAKey) {
  EXPECT_EQ(look("/api/v1/communication/messages").status, 401);
  EXPECT_EQ(look("/api/v1/admin/tenants").status, 404) << "the operator's routes are not on the network";
}

TEST_P(ProbesFlow, TheDoctorFindsNothing) {
  const HttpReply doctor = house_.daemon.admin("GET", "/api/v1/admin/doctor");
  ASSERT_EQ(doctor.status, 200);
  EXPECT_EQ(json::parse(doctor.body).at("healthy"), true) << doctor.body;
}

TEST_P(ProbesFlow, TheJournalVerifies) {
  house_.tenant.await(house_.send_sandbox("00", fresh_text("journal")), "DELIVERED");
  const HttpReply verified = house_.daemon.admin("POST", "/api/v1/admin/audit-verify");
  ASSERT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(json::parse(verified.body).at("intact"), true) << verified.body;
  EXPECT_GT(json::parse(verified.body).at("entries"), 2);
}

HERALD_ON_BOTH_DATABASES(ProbesFlow);

TEST(PluginsFlow, ATruncatedFileIsReportedAndTheOthersServe) {
  const TemporaryDirectory plugins;
  const std::string whole = read_file(built("plugins/twilio.so"));
  ASSERT_GT(whole.size(), 10'000U);
  std::filesystem::copy(built("plugins/sandbox.so"), plugins.path() / "sandbox.so");
  write_file(plugins.path() / "half.so", whole.substr(0, whole.size() / 2));
  write_file(plugins.path() / "head.so", whole.substr(0, 100));
  write_file(plugins.path() / "empty.so", "");
  const FarSide sandbox;
  const Daemon daemon{Dialect::Sqlite, {.plugins = plugins.path()}};
  const json reports = json::parse(daemon.admin("GET", "/api/v1/admin/plugins").body).at("data");
  ASSERT_EQ(reports.size(), 4U) << reports;
  for (const json& report : reports) {
    const bool good = report.at("path").get<std::string>().ends_with("sandbox.so");
    EXPECT_EQ(report.at("state") == "active", good) << report;
    EXPECT_EQ(report.at("reason").is_null(), good) << report;
  }
  Tenant tenant{daemon.port(), daemon.make_key("plugins")};
  const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
  const std::string id =
      tenant.send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "x"}});
  EXPECT_EQ(tenant.await(id, "DELIVERED").at("status"), "DELIVERED");
}

}  // namespace
}  // namespace herald::test
