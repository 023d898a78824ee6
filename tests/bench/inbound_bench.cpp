// Signed callbacks a second of a provider, verified, stored and applied: receipts of messages that were sent,
// and texts of many people; beside the bare parts, in turns (tests/bench/README.md).
//   bench_inbound REPORT.json [CALLBACKS] [ROUNDS]
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

#include "tests/bench/bare_inbox.hpp"
#include "tests/bench/cpu.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/fleet.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/sink.hpp"
#include "tests/bench/twilio_post.hpp"

namespace {

using namespace herald;
using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int kConnections = 64;
constexpr std::chrono::seconds kLimit{300};
constexpr std::chrono::seconds kSettled{60};
constexpr const char* kWebhooks = "/api/v1/communication/webhooks/twilio/";
constexpr const char* kSent =
    "select id, channel_id, provider_message_id from delivery_attempt where state = 'SENT' order by id";
constexpr const char* kUndelivered =
    "select count(*) from communication_message where direction = 'OUTBOUND' and status <> 'DELIVERED'";
constexpr const char* kUnapplied = "select count(*) from webhook_element where status <> 'PROCESSED'";
constexpr const char* kTexts = "select count(*) from communication_message where direction = 'INBOUND'";

std::string sid_of(long number) {
  std::string digits = std::to_string(number);
  return "SM" + std::string(32 - digits.size(), '0') + digits;
}

/// What is sent `count` times, and what waits until all that was sent is applied.
struct Callbacks {
  std::string name;
  int port;
  int expected_status;
  std::function<std::string(long)> request;
  std::function<void()> settle;
};

class Bench {
 public:
  explicit Bench(long count) : count_{count} {}

  void measure_rate(const Callbacks& callbacks) {
    const double cpu = bench::family_cpu_seconds();
    const auto start = Clock::now();
    const bench::Load load = run(callbacks, 0);
    callbacks.settle();
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    const auto count = static_cast<double>(count_);
    figures_.add(callbacks.name + ".answered_per_second", load.per_second);
    figures_.add(callbacks.name + ".applied_per_second", count / took);
    figures_.add(callbacks.name + ".p50_ms", load.p50_ms);
    figures_.add(callbacks.name + ".p99_ms", load.p99_ms);
    figures_.add(callbacks.name + ".cpu_ms_per_callback", 1000 * (bench::family_cpu_seconds() - cpu) / count);
  }
  /// At half of what was applied a second in the rounds before.
  void measure_latency(const Callbacks& callbacks) {
    const bench::Load load = run(callbacks, figures_.median(callbacks.name + ".applied_per_second") / 2);
    callbacks.settle();
    figures_.add(callbacks.name + ".half_load.p50_ms", load.p50_ms);
    figures_.add(callbacks.name + ".half_load.p99_ms", load.p99_ms);
  }
  [[nodiscard]] const bench::Figures& figures() const { return figures_; }

 private:
  bench::Load run(const Callbacks& callbacks, double rate) {
    const bench::Load load = bench::run_load({.port = callbacks.port,
                                              .connections = kConnections,
                                              .length = kLimit,
                                              .expected_status = callbacks.expected_status,
                                              .request = callbacks.request,
                                              .per_second = rate,
                                              .most = count_});
    if (load.answered != count_)
      throw std::runtime_error{callbacks.name + ": expected " + std::to_string(count_) + " taken, found " +
                               std::to_string(load.answered) + " and " + std::to_string(load.refused) +
                               " refused"};
    return load;
  }
  long count_;
  bench::Figures figures_;
};

/// A fleet whose provider is Twilio, and what calls it back. [one thread]
class Called {
 public:
  Called(test::Dialect dialect, long count)
      : name_{dialect == test::Dialect::Sqlite ? "sqlite" : "mysql"},
        count_{count},
        fleet_{dialect, sink_.port(), {.provider = bench::Provider::Twilio}},
        db_{fleet_.database(storage::Access::Read)} {}

  /// Has as many messages sent as the next receipts tell of.
  void send_messages() {
    const long base = ++sent_rounds_ * 10'000'000;
    const bench::Load load =
        bench::run_load({.port = fleet_.port(),
                         .connections = kConnections,
                         .length = kLimit,
                         .request = [&](long number) { return fleet_.request(number, base + number); },
                         .most = count_});
    if (load.answered != count_ || fleet_.await_idle(kSettled) > 0)
      throw std::runtime_error{name_ + ": expected every message taken and sent"};
    attempts_ = db_.query(kSent, 3);
    if (static_cast<long>(attempts_.size()) != count_)
      throw std::runtime_error{name_ + ": expected " + std::to_string(count_) + " messages sent, found " +
                               std::to_string(attempts_.size())};
    await([] { return true; });
  }
  Callbacks receipts() {
    return {name_ + ".receipts", fleet_.port(), 204, [this](long number) { return receipt(number); },
            [this] { await([this] { return number_of(kUndelivered) == 0; }); }};
  }
  /// Ten of each person in a round.
  Callbacks texts() {
    return {name_ + ".texts", fleet_.port(), 200, [this](long number) { return text(number); },
            [this] { await([this] { return number_of(kTexts) == texts_; }); }};
  }
  [[nodiscard]] std::string durability() const { return fleet_.durability(); }

 private:
  std::string receipt(long number) const {
    const storage::Row& attempt = attempts_.at(static_cast<std::size_t>(number));
    return bench::twilio_post(base_, kWebhooks + attempt[1].text + "?ref=" + attempt[0].text,
                              bench::twilio_receipt(attempt[2].text));
  }
  std::string text(long number) {
    const auto lane = static_cast<std::size_t>(number) * 7 % fleet_.lanes().size();
    const std::string person = std::to_string(10'000 + number / 10 % 50'000);
    return bench::twilio_post(base_, kWebhooks + fleet_.lanes()[lane].channel,
                              bench::twilio_text(sid_of(1'000'000'000 + texts_++), "+150056" + person,
                                                 "hello, this is text " + std::to_string(number)));
  }
  std::int64_t number_of(const char* query) { return db_.query(query, 1).at(0).at(0).number(); }
  /// Until every callback is applied and the conversations tell of it.
  void await(const std::function<bool()>& applied) {
    const auto done = [&] { return applied() && number_of(kUnapplied) == 0; };
    if (!test::eventually(done, kSettled) || !fleet_.await_counted(kSettled))
      throw std::runtime_error{name_ + ": expected every callback applied, found some that are not"};
  }

  std::string name_;
  long count_;
  bench::Sink sink_{[](long count) { return R"({"status":"queued","sid":")" + sid_of(count) + R"("})"; }};
  bench::Fleet fleet_;
  storage::Connection db_;
  std::string base_{fleet_.daemon().url()};
  std::vector<storage::Row> attempts_;
  long sent_rounds_{0};
  long texts_{0};
};

Callbacks bare(const std::string& name, const bench::BareInbox& inbox) {
  return {name, inbox.port(), 200,
          [&inbox](long number) {
            return bench::twilio_post(inbox.url(), kWebhooks, bench::twilio_receipt(sid_of(number)));
          },
          [] {}};
}

void measure(test::Dialect dialect, Called& called, Bench& bench, int rounds) {
  const std::string name = dialect == test::Dialect::Sqlite ? "sqlite" : "mysql";
  const test::TemporaryDirectory scratch;
  const bench::BareInbox inbox{*storage::parse_storage_url(test::fresh_storage_url(dialect, scratch.path()))};
  const std::vector<Callbacks> both{bare("bare_" + name, inbox), called.texts()};
  for (int round = 0; round < rounds; ++round) {
    for (const Callbacks& callbacks : both) bench.measure_rate(callbacks);
    called.send_messages();
    bench.measure_rate(called.receipts());
  }
  for (const Callbacks& callbacks : both) bench.measure_latency(callbacks);
  called.send_messages();
  bench.measure_latency(called.receipts());
}

Json compared(const bench::Figures& figures) {
  Json medians = figures.medians();
  for (const std::string name : {"sqlite", "mysql"}) {
    const double floor = 1000.0 * std::thread::hardware_concurrency() /
                         figures.median("bare_" + name + ".cpu_ms_per_callback");
    medians[name + ".floor_per_second"] = floor;
    for (const char* kind : {".receipts", ".texts"}) {
      const double ours = figures.median(name + kind + ".applied_per_second");
      medians[name + kind + ".share_of_floor"] = ours / floor;
      medians[name + kind + ".share_of_bare_inbox"] =
          ours / figures.median("bare_" + name + ".applied_per_second");
    }
  }
  return medians;
}

}  // namespace

int main(int count, char** arguments) {
  const long callbacks = count > 2 ? std::atol(arguments[2]) : 20'000;
  const int rounds = count > 3 ? std::atoi(arguments[3]) : 3;
  Bench bench{callbacks};
  Json durability = Json::object();
  for (const auto dialect : {test::Dialect::Sqlite, test::Dialect::Mysql}) {
    Called called{dialect, callbacks};
    measure(dialect, called, bench, rounds);
    durability[test::to_text(dialect)] = called.durability();
  }
  const test::TemporaryDirectory scratch;
  Json report = bench::report_head("tests/evidence/inbound", scratch.path());
  report["settings"] = {{"callbacks_each", callbacks},
                        {"rounds", rounds},
                        {"connections", kConnections},
                        {"durability", durability},
                        {"load", bench::kFleetLoad}};
  report["medians"] = compared(bench.figures());
  report["rounds_of"] = bench.figures().rounds();
  bench::publish(report, count > 1 ? arguments[1] : "");
  return 0;
}
