// Durable accepts per second through the real server, beside the raw limits of the same run
// (tests/README.md).
#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "host/storage/url.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/floor.hpp"
#include "tests/bench/load.hpp"
#include "tests/support/daemon.hpp"

namespace {

using namespace herald;
using bench::Load;
using Json = nlohmann::json;

constexpr std::array kConnections{1, 16, 64};
constexpr int kRounds = 3;
constexpr std::chrono::milliseconds kLength{3000};

/// A daemon with one channel that is not allowed to deliver within the bench: accepts alone are measured.
class Accepting {
 public:
  explicit Accepting(test::Dialect dialect) : daemon_{dialect, {.settings = {"log.level=info"}}} {
    test::Tenant tenant{daemon_.port(), daemon_.make_key("bench")};
    tenant.make_channel({{"channel_type", "SMS"},
                         {"channel_name", "bench"},
                         {"api_provider", "sandbox"},
                         {"api_url", "http://127.0.0.1:9"},
                         {"auth_token", "bench-token"},
                         {"config_json", {{"rate_per_second", 0.001}}}});
    headers_ = "Authorization: Bearer " + tenant.key() + "\r\n";
  }
  Load run(int connections) {
    return bench::run_load(
        {.port = daemon_.port(), .connections = connections, .length = kLength, .request = [&](long number) {
           return bench::post("/api/v1/communication/messages", headers_,
                              R"({"channel_type":"SMS","to_address":"+1500555)" +
                                  std::to_string(1000 + number % 9000) +
                                  R"(","message_body":"hello number )" + std::to_string(number) + R"("})");
         }});
  }

 private:
  test::Daemon daemon_;
  std::string headers_;
};

void measure_floors(bench::Figures& figures, const std::string& name, const storage::StorageUrl& url) {
  figures.add(name + ".bare_inserts_64", bench::bare_inserts(url, 64, kLength));
  figures.add(name + ".one_commit_each", bench::bare_inserts(url, 1, kLength));
}

void measure_http(bench::Figures& figures, const std::string& name, const std::function<Load(int)>& run) {
  for (const int connections : kConnections) {
    const Load load = run(connections);
    const std::string key = name + ".c" + std::to_string(connections);
    figures.add(key, load.per_second);
    figures.add(key + ".p99_ms", load.p99_ms);
    if (load.refused > 0) std::fprintf(stderr, "%s: %ld answers were refusals\n", key.c_str(), load.refused);
  }
}

Json report(const bench::Figures& figures, const std::filesystem::path& scratch) {
  Json medians = figures.medians();
  for (const char* database : {"sqlite", "mysql"}) {
    const std::string name{database};
    const double limit =
        std::min(medians["empty_poco.c64"].get<double>(), medians[name + ".bare_inserts_64"].get<double>());
    medians[name + ".share_of_lower_limit"] = medians[name + ".c64"].get<double>() / limit;
    medians[name + ".times_one_commit_each"] =
        medians[name + ".c64"].get<double>() / medians[name + ".one_commit_each"].get<double>();
  }
  Json out = bench::report_head("tests/evidence/accept", scratch);
  out.update({{"rounds", kRounds},
              {"seconds_each", kLength.count() / 1000.0},
              {"medians", medians},
              {"rounds_of", figures.rounds()}});
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  Accepting sqlite{test::Dialect::Sqlite};
  Accepting mysql{test::Dialect::Mysql};
  const bench::EmptyServer empty;
  const test::TemporaryDirectory scratch;
  const auto sqlite_url = storage::parse_storage_url("sqlite://" + (scratch.path() / "bare.db").string());
  const auto mysql_url =
      storage::parse_storage_url(test::fresh_storage_url(test::Dialect::Mysql, scratch.path()));
  bench::Figures figures;
  for (int round = 0; round < kRounds; ++round) {
    measure_http(figures, "empty_poco", [&](int connections) {
      return bench::run_load(
          {.port = empty.port(), .connections = connections, .length = kLength, .request = [](long) {
             return bench::post("/", "", R"({"message_body":"hello"})");
           }});
    });
    measure_floors(figures, "sqlite", *sqlite_url);
    measure_http(figures, "sqlite", [&](int connections) { return sqlite.run(connections); });
    measure_floors(figures, "mysql", *mysql_url);
    measure_http(figures, "mysql", [&](int connections) { return mysql.run(connections); });
  }
  bench::publish(report(figures, scratch.path()), count > 1 ? arguments[1] : "");
  return 0;
}
