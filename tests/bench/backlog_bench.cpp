// A node that has very much to do: memory with everything queued, time until it serves again after kill -9,
// and how fast it works the backlog off (tests/bench/README.md).
//   bench_backlog REPORT.json [MESSAGES]
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/bench/figures.hpp"
#include "tests/bench/fleet.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/sink.hpp"

namespace {

using namespace herald;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSlice{5};

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double resident_mib(pid_t pid) {
  std::ifstream status{"/proc/" + std::to_string(pid) + "/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return -1;
}

/// Accepts until that many are queued.
void queue_up(bench::Fleet& fleet, long messages, bench::Figures& figures, const std::string& name) {
  for (long queued = 0; queued < messages;) {
    const auto load =
        bench::run_load({.port = fleet.port(), .connections = 64, .length = kSlice, .request = [&](long n) {
                           return fleet.request(queued + n, queued + n);
                         }});
    queued += load.answered + 64;
    figures.add(name + ".accepted_per_second", load.per_second);
  }
}

void measure(test::Dialect dialect, long messages, bench::Figures& figures) {
  const std::string name = test::to_text(dialect);
  bench::Sink sink;
  bench::Fleet fleet{dialect, sink.port(), {.pace = bench::Pace::Held}};
  queue_up(fleet, messages, figures, name);
  figures.add(name + ".queued", static_cast<double>(fleet.undone()));
  figures.add(name + ".resident_mib", resident_mib(fleet.daemon().pid()));
  fleet.daemon().kill9();
  const auto start = Clock::now();
  fleet.daemon().start();
  figures.add(name + ".serves_again_seconds", since(start));
  test::breathe();
  figures.add(name + ".resident_mib_after_restart", resident_mib(fleet.daemon().pid()));
  const long queued = fleet.undone();
  sink.clear();
  const auto released = Clock::now();
  fleet.release();
  const auto last = sink.await(queued);
  figures.add(name + ".drained_per_second",
              static_cast<double>(sink.arrived()) / std::chrono::duration<double>(last - released).count());
  figures.add(name + ".resident_mib_drained", resident_mib(fleet.daemon().pid()));
  if (const long left = fleet.await_idle(std::chrono::seconds{60}); left > 0)
    throw std::runtime_error{name + ": " + std::to_string(left) + " messages were never settled"};
  figures.add(name + ".doubled", static_cast<double>(sink.doubled()));
}

}  // namespace

int main(int count, char** arguments) {
  const long messages = count > 2 ? std::atol(arguments[2]) : 1'000'000;
  bench::Figures figures;
  for (const auto dialect : {test::Dialect::Sqlite, test::Dialect::Mysql})
    measure(dialect, messages, figures);
  const test::TemporaryDirectory scratch;
  auto report = bench::report_head("tests/evidence/backlog", scratch.path());
  report["settings"] = {{"messages", messages}, {"connections", 64}};
  report["medians"] = figures.medians();
  bench::publish(report, count > 1 ? arguments[1] : "");
  return 0;
}
