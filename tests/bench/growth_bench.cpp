// What a large store costs: the rate of accepting messages with each number of delivered messages stored,
// beside a server with the least of them in turns, and the time that pages of lists take
// (tests/bench/README.md).
//   bench_growth REPORT.json [sqlite|mysql] [MESSAGES…]
#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/bench/delivered.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/history.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/pages.hpp"
#include "tests/bench/sink.hpp"

namespace {

using namespace herald;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr long kSample = 2'000;  ///< messages that the product makes; the others are copies of them
constexpr int kConnections = 64;
constexpr int kRounds = 5;
constexpr std::chrono::milliseconds kRound{3'000};
constexpr const char* kShare = ".share_of_rate_with_least";
constexpr double kLeastShare = 0.85;
constexpr double kLongestPage = 20;  ///< milliseconds

/// A server with that many delivered messages. [one thread]
class Store {
 public:
  Store(test::Dialect dialect, bench::Sink& sink, long messages) : sink_{sink}, fleet_{dialect, sink.port()} {
    deliver_messages(fleet_, kSample);
    fleet_.daemon().stop();
    auto db = fleet_.database(storage::Access::Write);
    bench::History history{db};
    history.add(db, messages / history.messages() - 1);
    fleet_.daemon().start();
  }

  /// Accepts per second; what was accepted is delivered when this returns.
  double accept(bench::Figures& figures, const std::string& name) {
    sink_.clear();
    next_key_ += 10'000'000;
    const bench::Load load = bench::run_load(
        {.port = fleet_.port(), .connections = kConnections, .length = kRound, .request = [&](long number) {
           return fleet_.request(number, next_key_ + number);
         }});
    sink_.await(load.answered);
    const long left = fleet_.await_idle(std::chrono::seconds{60});
    const bool counted = fleet_.await_counted(std::chrono::seconds{60});
    if (load.refused > 0 || left > 0 || !counted)
      throw std::runtime_error{name + ": expected every message taken and settled, found " +
                               std::to_string(load.refused) + " refused, " + std::to_string(left) +
                               " not settled"};
    figures.add(name + ".accepted_per_second", load.per_second);
    figures.add(name + ".accept_p99_ms", load.p99_ms);
    return load.per_second;
  }
  [[nodiscard]] bench::Fleet& fleet() { return fleet_; }
  [[nodiscard]] double stored() const { return static_cast<double>(fleet_.rows_of("communication_message")); }

 private:
  bench::Sink& sink_;
  bench::Fleet fleet_;
  long next_key_{0};
};

/// What was found of one database.
struct Findings {
  bench::Figures figures{};
  Json bounds = Json::object();  ///< by size
};

/// The lists whose figure of that name is over the bound.
Json slow_lists(const bench::Figures& figures, const std::string& size, const std::vector<std::string>& lists,
                const std::string& figure) {
  Json slow = Json::object();
  for (const std::string& list : lists)
    if (const double time = figures.median(size + "." + list + figure); time > kLongestPage)
      slow[list] = time;
  return slow;
}

void judge(Findings& found, const std::string& size, const std::vector<std::string>& lists) {
  const double share = found.figures.median(size + kShare);
  Json slow = slow_lists(found.figures, size, lists, ".p50_ms");
  found.bounds[size] = {{"share_of_rate_with_least", share},
                        {"accept_rate_within_bounds", share >= kLeastShare},
                        {"lists_within_bounds", slow.empty()},
                        {"lists_p50_over_20_ms", std::move(slow)},
                        {"lists_p99_over_20_ms", slow_lists(found.figures, size, lists, ".p99_ms")}};
}

Json settings_of(bench::Fleet& fleet) {
  Json out{{"durability", fleet.durability()}};
  auto db = fleet.database(storage::Access::Read);
  if (db.dialect() == storage::Dialect::Mysql)
    out["innodb_buffer_pool_mib"] =
        db.query("select @@innodb_buffer_pool_size", 1).at(0).at(0).number() >> 20;
  return out;
}

/// The store with the least messages has its rounds between those of the larger one; what counts are the
/// shares within one round, since a machine is not as fast all the time.
void measure(test::Dialect dialect, long least, long messages, Findings& found) {
  const std::string name = test::to_text(dialect) + "." + std::to_string(messages);
  const std::string beside = name + ".beside_" + std::to_string(least);
  bench::Sink sink;
  Store small{dialect, sink, least};
  const auto start = Clock::now();
  Store large{dialect, sink, messages};
  found.figures.add(name + ".filled_in_seconds", std::chrono::duration<double>(Clock::now() - start).count());
  found.figures.add(name + ".stored_before", large.stored());
  bench::Figures unused;
  for (Store* store : {&small, &large}) store->accept(unused, "warms_up");
  for (int round = 0; round < kRounds; ++round) {
    const bool large_first = round % 2 == 1;
    const double first =
        large_first ? large.accept(found.figures, name) : small.accept(found.figures, beside);
    const double second =
        large_first ? small.accept(found.figures, beside) : large.accept(found.figures, name);
    found.figures.add(name + kShare, large_first ? first / second : second / first);
  }
  found.figures.add(beside + ".stored_after", small.stored());
  found.figures.add(name + ".stored_after", large.stored());
  judge(found, name, bench::time_pages(large.fleet(), name, found.figures));
  found.bounds[name]["database"] = settings_of(large.fleet());
}

/// What the command line asks for.
struct Wish {
  std::string file{};
  std::vector<test::Dialect> databases{test::Dialect::Sqlite, test::Dialect::Mysql};
  std::vector<long> sizes{};
};

Wish read_wish(const std::vector<std::string>& words) {
  Wish wish{.file = words.empty() ? "" : words[0]};
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "sqlite")
      wish.databases = {test::Dialect::Sqlite};
    else if (words[i] == "mysql")
      wish.databases = {test::Dialect::Mysql};
    else
      wish.sizes.push_back(std::stol(words[i]));
  }
  if (wish.sizes.empty()) wish.sizes = {10'000, 100'000, 1'000'000};
  if (std::ranges::min(wish.sizes) < kSample)
    throw std::runtime_error{"expected sizes of at least " + std::to_string(kSample)};
  return wish;
}

}  // namespace

int main(int count, char** arguments) {
  const Wish wish = read_wish({arguments + 1, arguments + count});
  const long least = std::ranges::min(wish.sizes);
  Findings found;
  for (const auto dialect : wish.databases)
    for (const long size : wish.sizes) measure(dialect, least, size, found);
  const test::TemporaryDirectory scratch;
  Json report = bench::report_head("tests/evidence/growth", scratch.path());
  report["settings"] = {{"sizes", wish.sizes},
                        {"connections", kConnections},
                        {"rounds", kRounds},
                        {"seconds_each", kRound.count() / 1000.0},
                        {"load", bench::kFleetLoad}};
  report["bounds"] = std::move(found.bounds);
  report["medians"] = found.figures.medians();
  report["rounds_of"] = found.figures.rounds();
  bench::publish(report, wish.file);
  return 0;
}
