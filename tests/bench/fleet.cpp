#include "tests/bench/fleet.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "host/base/ids.hpp"
#include "host/storage/statements.hpp"
#include "tests/bench/load.hpp"

namespace herald::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kTenants = 20;
constexpr int kChannels = 10;
constexpr int kSuppressed = 100'000;
constexpr storage::Insert kSuppression{
    .order = 1,
    .head =
        "insert into suppression (id, tenant_id, kind, normalised, channel_type, reason, created_at) values ",
    .group = "(?,?,?,?,?,?,?)"};

test::DaemonOptions options(const fs::path& plugins) {
  fs::copy(test::built("plugins/sandbox.so"), plugins / "sandbox.so");
  fs::copy(test::built("bench/gate.so"), plugins / "gate.so");
  test::write_file(plugins / "policy", "in_process org.herald.\n");
  return {.settings = {"log.level=info", "plugins.policy=" + (plugins / "policy").string()},
          .plugins = plugins};
}

storage::Connection connect(const test::Daemon& daemon, storage::Access access) {
  return storage::Connection{*storage::parse_storage_url(daemon.storage_url()), access};
}

}  // namespace

Fleet::Fleet(test::Dialect dialect, int sink_port) : daemon_{dialect, options(files_.path())} {
  for (int i = 0; i < kTenants; ++i) make_tenant(i, sink_port);
  suppress_many();
}

void Fleet::make_tenant(int number, int sink_port) {
  test::Tenant tenant{daemon_.port(), daemon_.make_key("bench" + std::to_string(number))};
  for (int i = 0; i < kChannels; ++i) {
    const std::string channel =
        tenant.make_channel({{"channel_type", "SMS"},
                             {"channel_name", "bench" + std::to_string(i)},
                             {"api_provider", "sandbox"},
                             {"api_url", "http://127.0.0.1:" + std::to_string(sink_port)},
                             {"auth_token", "bench-token"}});
    lanes_.push_back({"Authorization: Bearer " + tenant.key() + "\r\n", channel});
  }
}

void Fleet::suppress_many() {
  auto db = connect(daemon_, storage::Access::Write);
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

long Fleet::await_idle(std::chrono::seconds limit) {
  auto db = connect(daemon_, storage::Access::Read);
  std::int64_t left = 0;
  const auto idle = [&] {
    left = db.query("select count(*) from work_item", 1).at(0).at(0).number();
    return left == 0;
  };
  test::eventually(idle, limit);
  return left;
}

std::string Fleet::durability() const {
  auto db = connect(daemon_, storage::Access::Write);
  const bool sqlite = daemon_.dialect() == test::Dialect::Sqlite;
  const auto rows = db.query(sqlite ? "pragma synchronous" : "select @@innodb_flush_log_at_trx_commit", 1);
  const auto value = rows.at(0).at(0).number();
  if (value != (sqlite ? 2 : 1))
    throw std::runtime_error{"expected a durable database, found level " + std::to_string(value)};
  return sqlite ? "synchronous=FULL" : "innodb_flush_log_at_trx_commit=1";
}

}  // namespace herald::bench
