#include "tests/bench/fleet.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/base/ids.hpp"
#include "host/storage/statements.hpp"
#include "tests/bench/load.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kSuppressed = 100'000;
constexpr storage::Insert kSuppression{
    .order = 1,
    .head =
        "insert into suppression (id, tenant_id, kind, normalised, channel_type, reason, created_at) values ",
    .group = "(?,?,?,?,?,?,?)"};

/// Shards with journal entries that the conversations' sums do not tell of yet.
constexpr const char* kUncounted =
    "select count(*) from shard_lease l left join consumer_cursor c on c.shard = l.shard "
    "and c.consumer = 'herald:conversations' "
    "where (select coalesce(max(j.seq), 0) from journal j where j.shard = l.shard) > coalesce(c.seq, 0)";

std::string name_of(Provider provider) { return provider == Provider::Sandbox ? "sandbox" : "twilio"; }

test::DaemonOptions options(const fs::path& plugins, Provider provider) {
  const std::string file = name_of(provider) + ".so";
  fs::copy(test::built("plugins/" + file), plugins / file);
  fs::copy(test::built("bench/gate.so"), plugins / "gate.so");
  test::write_file(plugins / "policy", "in_process org.herald.\n");
  return {.settings = {"log.level=info", "plugins.policy=" + (plugins / "policy").string()},
          .plugins = plugins};
}

Json draft_of(int number, int sink_port, FleetPlan plan) {
  const test::TwilioAccount twilio;
  const bool sandbox = plan.provider == Provider::Sandbox;
  Json draft{{"channel_type", "SMS"},
             {"channel_name", "bench" + std::to_string(number)},
             {"api_provider", name_of(plan.provider)},
             {"api_url", "http://127.0.0.1:" + std::to_string(sink_port)},
             {"auth_token", sandbox ? Fleet::kToken : twilio.auth_token},
             {"config_json", {{"rate_per_second", plan.pace == Pace::Full ? 10'000 : 0.001}}}};
  if (!sandbox) draft.update({{"account_id", twilio.sid}, {"sender_id", "+15005550006"}});
  return draft;
}

}  // namespace

Fleet::Fleet(test::Dialect dialect, int sink_port, FleetPlan plan)
    : daemon_{dialect, options(files_.path(), plan.provider)} {
  for (int i = 0; i < kTenants; ++i) make_tenant(i, sink_port, plan);
  suppress_many();
}

storage::Connection Fleet::database(storage::Access access) const {
  return storage::Connection{*storage::parse_storage_url(daemon_.storage_url()), access};
}

void Fleet::make_tenant(int number, int sink_port, FleetPlan plan) {
  test::Tenant& tenant =
      tenants_.emplace_back(daemon_.port(), daemon_.make_key("bench" + std::to_string(number)));
  for (int i = 0; i < kChannels; ++i) {
    lanes_.push_back({.headers = "Authorization: Bearer " + tenant.key() + "\r\n",
                      .channel = tenant.make_channel(draft_of(i, sink_port, plan))});
  }
}

void Fleet::release() {
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const test::HttpReply reply =
        tenants_[i / kChannels].call("PATCH", "/channels/" + lanes_[i].channel,
                                     R"({"config_json":{"rate_per_second":10000}})", {{"If-Match", "\"1\""}});
    if (reply.status != 200)
      throw std::runtime_error{"expected a channel's new rate to be taken, found " + reply.body};
  }
}

void Fleet::suppress_many() {
  auto db = database(storage::Access::Write);
  const auto tenants = db.query("select id from tenant", 1);
  const SystemClock clock;
  SystemRandom random;
  for (int done = 0; done < kSuppressed;) {
    std::vector<storage::Row> rows;
    for (int i = 0; i < 4096 && done < kSuppressed; ++i, ++done) {
      const storage::Cell& tenant = tenants[static_cast<std::size_t>(done) % tenants.size()][0];
      rows.push_back({make_uuid(clock.now(), random), tenant, "phone",
                      "+1500666" + std::to_string(10'000'000 + done), "SMS", "manual", clock.now()});
    }
    db.begin();
    storage::insert_rows(db, kSuppression, rows);
    db.commit();
  }
}

std::string Fleet::request(long number, long key) const {
  const Lane& lane = lanes_[static_cast<std::size_t>(number) * 7 % lanes_.size()];
  std::string headers = lane.headers;
  if (number % 2 == 0) headers += "Idempotency-Key: key-" + std::to_string(key) + "\r\n";
  return post("/api/v1/communication/messages", headers,
              R"({"channel_id":")" + lane.channel + R"(","to_address":"+1500555)" +
                  std::to_string(1000 + number % 9000) + R"(","message_body":"hello number )" +
                  std::to_string(number) + R"("})");
}

std::int64_t Fleet::rows_of(const std::string& table) const {
  return database(storage::Access::Read).query("select count(*) from " + table, 1).at(0).at(0).number();
}

long Fleet::await_idle(std::chrono::seconds limit) {
  test::eventually([&] { return undone() == 0; }, limit);
  return undone();
}

bool Fleet::await_counted(std::chrono::seconds limit) const {
  auto db = database(storage::Access::Read);
  return test::eventually([&] { return db.query(kUncounted, 1).at(0).at(0).number() == 0; }, limit);
}

std::string Fleet::durability() const {
  auto db = database(storage::Access::Write);
  const bool sqlite = daemon_.dialect() == test::Dialect::Sqlite;
  const auto rows = db.query(sqlite ? "pragma synchronous" : "select @@innodb_flush_log_at_trx_commit", 1);
  const auto value = rows.at(0).at(0).number();
  if (value != (sqlite ? 2 : 1))
    throw std::runtime_error{"expected a durable database, found level " + std::to_string(value)};
  return sqlite ? "synchronous=FULL" : "innodb_flush_log_at_trx_commit=1";
}

}  // namespace herald::bench
