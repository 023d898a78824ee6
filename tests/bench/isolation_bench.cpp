// One tenant with very much queued, and what another one notices of it: the time from POST to the provider
// before, beside the backlog, and while that is worked off at a rate of its own (tests/bench/README.md).
//   bench_isolation REPORT.json [QUEUED] [ROUNDS]
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/bench/figures.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/sink.hpp"
#include "tests/support/daemon.hpp"

namespace {

using namespace herald;
using Json = nlohmann::json;
using Clock = bench::Sink::Clock;

constexpr double kOthersRate = 100;  // messages a second of the tenant that is measured
constexpr double kDrainRate = 200;   // of the backlog, once it may go
constexpr std::chrono::seconds kRound{20};

/// A tenant with one channel to the sink.
class Customer {
 public:
  Customer(const test::Daemon& daemon, const std::string& name, int sink_port, double rate)
      : port_{daemon.port()},
        tenant_{daemon.port(), daemon.make_key(name)},
        channel_{tenant_.make_channel({{"channel_type", "SMS"},
                                       {"channel_name", name},
                                       {"api_provider", "sandbox"},
                                       {"api_url", "http://127.0.0.1:" + std::to_string(sink_port)},
                                       {"auth_token", "bench-token"},
                                       {"config_json", {{"rate_per_second", rate}}}})} {}

  bench::Load load(int connections, std::chrono::milliseconds length, double rate, const std::string& text) {
    const std::string headers = "Authorization: Bearer " + tenant_.key() + "\r\n";
    return bench::run_load({.port = port_,
                            .connections = connections,
                            .length = length,
                            .request =
                                [&](long number) {
                                  const Json body{{"channel_id", channel_},
                                                  {"to_address", "+15005550100"},
                                                  {"message_body", text + std::to_string(number)}};
                                  return bench::post("/api/v1/communication/messages", headers, body.dump());
                                },
                            .per_second = rate,
                            .note_sent = rate > 0});
  }
  void change_rate(double rate) {
    const Json change{{"config_json", {{"rate_per_second", rate}}}};
    const test::HttpReply reply =
        tenant_.call("PATCH", "/channels/" + channel_, change.dump(), {{"If-Match", "\"1\""}});
    if (reply.status != 200) throw std::runtime_error{"expected the new rate to be taken: " + reply.body};
  }

 private:
  int port_;
  test::Tenant tenant_;
  std::string channel_;
};

class Bench {
 public:
  explicit Bench(test::Dialect dialect) : name_{test::to_text(dialect)}, daemon_{dialect} {}

  void run(long queued, int rounds) {
    other_.load(8, kRound / 4, kOthersRate, "number ");  // warms up
    repeat("quiet", rounds);
    for (long done = 0; done < queued;) {
      const bench::Load load =
          crowd_.load(64, std::min<std::chrono::milliseconds>(kRound, length_of(queued - done)), 0, "crowd ");
      done += load.answered;
      rate_ = load.per_second;
    }
    figures_.add(name_ + ".queued", static_cast<double>(queued));
    repeat("beside_backlog", rounds);
    crowd_.change_rate(kDrainRate);
    repeat("while_drained", rounds);
  }
  [[nodiscard]] Json medians() const {
    Json out = figures_.medians();
    for (const char* phase : {".beside_backlog", ".while_drained"})
      for (const char* p99 : {".to_provider_p99_ms", ".accept_p99_ms"})
        out[name_ + phase + p99 + std::string{".times_quiet"}] =
            figures_.median(name_ + phase + p99) / figures_.median(name_ + ".quiet" + p99);
    return out;
  }

 private:
  /// About as long as that many take.
  [[nodiscard]] std::chrono::milliseconds length_of(long left) const {
    return std::chrono::milliseconds{1 + static_cast<long>(1000 * static_cast<double>(left) / rate_)};
  }
  void repeat(const std::string& phase, int rounds) {
    for (int round = 0; round < rounds; ++round) measure(name_ + "." + phase);
  }
  void measure(const std::string& phase) {
    sink_.clear();
    const bench::Load load = other_.load(8, kRound, kOthersRate, "number ");
    if (load.refused > 0) throw std::runtime_error{phase + ": expected no refusals, found some"};
    test::breathe();
    std::vector<double> times;
    for (std::size_t i = 0; i < load.sent.size(); ++i)
      if (const auto at = sink_.arrival_of(static_cast<long>(i)); at != Clock::time_point{})
        times.push_back(std::chrono::duration<double, std::milli>(at - load.sent[i]).count());
    figures_.add(phase + ".arrived_of_sent",
                 static_cast<double>(times.size()) / static_cast<double>(load.sent.size()));
    const bench::Spread spread = bench::spread_of(std::move(times), phase);
    figures_.add(phase + ".to_provider_p50_ms", spread.p50);
    figures_.add(phase + ".to_provider_p99_ms", spread.p99);
    figures_.add(phase + ".accept_p99_ms", load.p99_ms);
  }
  std::string name_;
  bench::Sink sink_;
  bench::Figures figures_;
  test::Daemon daemon_;
  Customer other_{daemon_, "other", sink_.port(), 10'000};
  Customer crowd_{daemon_, "crowd", sink_.port(), 0.001};
  double rate_{1'000};
};

}  // namespace

int main(int count, char** arguments) {
  const long queued = count > 2 ? std::atol(arguments[2]) : 1'000'000;
  const int rounds = count > 3 ? std::atoi(arguments[3]) : 3;
  Json medians = Json::object();
  for (const auto dialect : {test::Dialect::Sqlite, test::Dialect::Mysql}) {
    Bench bench{dialect};
    bench.run(queued, rounds);
    medians.update(bench.medians());
  }
  const test::TemporaryDirectory scratch;
  Json report = bench::report_head("tests/evidence/isolation", scratch.path());
  report["settings"] = {{"queued", queued},
                        {"rounds", rounds},
                        {"seconds_each", kRound.count()},
                        {"others_per_second", kOthersRate},
                        {"drained_per_second", kDrainRate}};
  report["medians"] = std::move(medians);
  bench::publish(report, count > 1 ? arguments[1] : "");
  return 0;
}
