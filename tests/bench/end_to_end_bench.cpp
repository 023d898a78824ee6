// Delivered messages per second, from POST to the sink, of the real server, of Kannel and of the bare parts,
// in turns; then the time from POST to the sink at half of each one's load (tests/bench/README.md).
//   bench_end_to_end REPORT.json [ROUNDS] [SECONDS]
//   bench_end_to_end PARTY [ROUNDS] [SECONDS]       the rates of one of them, for a profile
#include <cstdlib>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "tests/bench/bare_stack.hpp"
#include "tests/bench/cpu.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/fleet.hpp"
#include "tests/bench/kannel.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/sink.hpp"

namespace {

using namespace herald;
using Json = nlohmann::json;
using Clock = bench::Sink::Clock;

constexpr int kConnections = 64;

/// What is measured.
struct Party {
  std::string name;
  int port;
  int expected_status;
  std::function<std::string(long)> request;
  std::function<void()> settle;  ///< waits until nothing is left to do
};

class Bench {
 public:
  Bench(bench::Sink& sink, std::chrono::milliseconds length) : sink_{sink}, length_{length} {}

  void measure_rate(const Party& party) {
    sink_.clear();
    const double cpu = bench::family_cpu_seconds();
    const auto start = Clock::now();
    const bench::Load load = run(party, 0);
    const auto last = sink_.await(load.answered);
    party.settle();
    const double used = bench::family_cpu_seconds() - cpu;
    const auto arrived = static_cast<double>(sink_.arrived());
    if (arrived < static_cast<double>(load.answered) || load.refused > 0)
      throw std::runtime_error{party.name + ": expected each of " + std::to_string(load.answered) +
                               " at the sink, found " + std::to_string(sink_.arrived()) + "; " +
                               std::to_string(load.refused) + " answers were refusals"};
    add(party.name + ".accepted_per_second", load.per_second);
    add(party.name + ".delivered_per_second", arrived / std::chrono::duration<double>(last - start).count());
    add(party.name + ".cpu_ms_per_message", 1000 * used / arrived);
    add(party.name + ".doubled", static_cast<double>(sink_.doubled()));
  }

  /// At half of what the party delivered in the rounds before.
  void measure_latency(const Party& party) {
    sink_.clear();
    const bench::Load load = run(party, figures_.median(party.name + ".delivered_per_second") / 2);
    sink_.await(load.answered);
    party.settle();
    std::vector<double> times;
    for (std::size_t i = 0; i < load.sent.size(); ++i)
      if (const auto at = sink_.arrival_of(static_cast<long>(i)); at != Clock::time_point{})
        times.push_back(std::chrono::duration<double, std::milli>(at - load.sent[i]).count());
    const bench::Spread spread = bench::spread_of(std::move(times), party.name + " at half load");
    add(party.name + ".half_load.accept_p50_ms", load.p50_ms);
    add(party.name + ".half_load.accept_p99_ms", load.p99_ms);
    add(party.name + ".half_load.to_provider_p50_ms", spread.p50);
    add(party.name + ".half_load.to_provider_p99_ms", spread.p99);
  }

  [[nodiscard]] const bench::Figures& figures() const { return figures_; }

 private:
  void add(const std::string& name, double value) { figures_.add(name, value); }
  bench::Load run(const Party& party, double rate) {
    return bench::run_load({.port = party.port,
                            .connections = kConnections,
                            .length = length_,
                            .expected_status = party.expected_status,
                            .request = party.request,
                            .per_second = rate,
                            .note_sent = rate > 0});
  }
  bench::Sink& sink_;
  std::chrono::milliseconds length_;
  bench::Figures figures_;
};

Party party_of(const std::string& name, bench::Fleet& fleet) {
  // Each run has Idempotency-Keys of its own.
  auto base = std::make_shared<long>(0);
  return {name, fleet.port(), 201,
          [&fleet, base](long number) {
            if (number == 0) *base += 10'000'000;
            return fleet.request(number, *base + number);
          },
          [&fleet, name] {
            if (const long left = fleet.await_idle(std::chrono::seconds{60}); left > 0)
              throw std::runtime_error{name + ": " + std::to_string(left) + " messages were never settled"};
          }};
}

Party party_of(const std::string& name, const bench::BareStack& bare) {
  return {name, bare.port(), 201,
          [](long number) {
            return bench::post("/", "",
                               R"({"message_body":"hello number )" + std::to_string(number) + R"("})");
          },
          [] {}};
}

Party party_of(const std::string& name, const bench::Kannel& kannel) {
  return {name, kannel.port(), 202, [&kannel](long number) { return kannel.request(number); }, [] {}};
}

void compare(Json& medians, const std::string& database) {
  const std::string rate = ".delivered_per_second";
  const auto value = [&](const std::string& name) { return medians.at(name).get<double>(); };
  const double ours = value(database + rate);
  const std::string bare = "bare_" + database;
  const double floor = 1000.0 * std::thread::hardware_concurrency() / value(bare + ".cpu_ms_per_message");
  medians[database + ".floor_per_second"] = floor;
  medians[database + ".share_of_floor"] = ours / floor;
  medians[database + ".share_of_bare_stack"] = ours / value(bare + rate);
  for (const char* p99 : {".half_load.accept_p99_ms", ".half_load.to_provider_p99_ms"})
    medians[database + p99 + std::string{".times_bare"}] = value(database + p99) / value(bare + p99);
  for (const char* kannel : {"kannel_file", "kannel_spool"})
    if (medians.contains(kannel + rate)) medians[database + ".times_" + kannel] = ours / value(kannel + rate);
}

Json report(const bench::Figures& figures, const std::filesystem::path& scratch, const Json& settings) {
  Json medians = figures.medians();
  for (const char* database : {"sqlite", "mysql"}) compare(medians, database);
  Json out = bench::report_head("tests/evidence/end_to_end", scratch);
  out.update({{"settings", settings}, {"medians", medians}, {"rounds_of", figures.rounds()}});
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string target = count > 1 ? arguments[1] : "";
  const int rounds = count > 2 ? std::atoi(arguments[2]) : 3;
  const int seconds = count > 3 ? std::atoi(arguments[3]) : 5;
  bench::Sink sink;
  Bench bench{sink, std::chrono::seconds{seconds}};
  const auto repeat = [rounds](const std::vector<Party>& parties, auto measure) {
    for (int round = 0; round < rounds; ++round)
      for (const Party& party : parties) measure(party);
  };
  if (target == "sqlite" || target == "mysql") {
    bench::Fleet fleet{target == "sqlite" ? test::Dialect::Sqlite : test::Dialect::Mysql, sink.port()};
    repeat({party_of(target, fleet)}, [&](const Party& party) { bench.measure_rate(party); });
    return 0;
  }
  const test::TemporaryDirectory scratch;
  bench::Fleet sqlite{test::Dialect::Sqlite, sink.port()};
  bench::Fleet mysql{test::Dialect::Mysql, sink.port()};
  const bench::BareStack bare_sqlite{
      *storage::parse_storage_url("sqlite://" + (scratch.path() / "bare.db").string()), sink.port()};
  const bench::BareStack bare_mysql{
      *storage::parse_storage_url(test::fresh_storage_url(test::Dialect::Mysql, scratch.path())),
      sink.port()};
  std::vector<Party> parties{party_of("bare_sqlite", bare_sqlite), party_of("sqlite", sqlite),
                             party_of("bare_mysql", bare_mysql), party_of("mysql", mysql)};
  std::vector<std::unique_ptr<bench::Kannel>> kannels;
  if (bench::Kannel::installed())
    for (const auto& [name, store] : {std::pair{"kannel_file", bench::Kannel::Store::File},
                                      std::pair{"kannel_spool", bench::Kannel::Store::Spool}})
      parties.push_back(
          party_of(name, *kannels.emplace_back(std::make_unique<bench::Kannel>(store, sink.port()))));

  Bench unused{sink, std::chrono::seconds{1}};
  for (const Party& party : parties) unused.measure_rate(party);  // warms up
  repeat(parties, [&](const Party& party) { bench.measure_rate(party); });
  repeat(parties, [&](const Party& party) { bench.measure_latency(party); });

  const Json settings{{"connections", kConnections},
                      {"seconds_each", seconds},
                      {"sqlite", sqlite.durability()},
                      {"mysql", mysql.durability()},
                      {"load", bench::kFleetLoad}};
  bench::publish(report(bench.figures(), scratch.path(), settings), target);
  return 0;
}
