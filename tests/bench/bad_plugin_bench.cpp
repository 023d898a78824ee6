// bad_plugin <out.json>: the time from a POST to its bytes at the provider, with and without a plugin that
// ruins its runner again and again beside it; two daemons, runs taken in turns.
#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdio>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/figures.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr int kRuns = 9;
constexpr int kMessages = 200;
constexpr std::chrono::milliseconds kPause{5};
constexpr std::array kWays{"segfault", "spin", "leak", "garbage"};

/// The provider: when the request for a text was complete. [any thread]
class Arrivals {
 public:
  Arrivals() : server_{[this](test::RawServer::Connection& connection) { serve(connection); }} {}
  [[nodiscard]] std::string url() const { return server_.url(""); }
  Clock::time_point await(const std::string& text) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, std::chrono::seconds{30}, [&] { return at_.contains(text); }))
      throw std::runtime_error{"nothing reached the provider for 30 s: " + text};
    return at_.at(text);
  }

 private:
  void serve(test::RawServer::Connection& connection) {
    while (const auto request = connection.read()) {
      const auto now = Clock::now();
      const std::string text = Json::parse(request->body).at("text");
      connection.send(test::RawServer::ok(R"({"id":")" + text + R"("})"));
      const std::lock_guard lock{mutex_};
      at_[text] = now;
      changed_.notify_all();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Clock::time_point> at_;
  test::RawServer server_;
};

/// A server with a sandbox channel, and perhaps the wrecker in the runner beside it.
class Side {
 public:
  Side(Arrivals& arrivals, const std::string& plugins, const std::string& name)
      : arrivals_{arrivals},
        name_{name},
        daemon_{test::Dialect::Sqlite,
                {.settings = {"plugins.in_runner=org.example.wrecker"}, .plugins = plugins}},
        tenant_{daemon_.port(), daemon_.make_key("bench")},
        channel_{make_channel(tenant_, "sandbox", arrivals.url())} {}

  /// Milliseconds from POST to provider, median of one run.
  double run() {
    std::vector<double> took;
    for (int i = 0; i < kMessages; ++i) {
      const std::string text = name_ + "-" + std::to_string(++sent_);
      const auto begin = Clock::now();
      send(tenant_, channel_, text);
      took.push_back(Milliseconds{arrivals_.await(text) - begin}.count());
      std::this_thread::sleep_for(kPause);
    }
    std::ranges::nth_element(took, took.begin() + kMessages / 2);
    return took[kMessages / 2];
  }

  static std::string make_channel(test::Tenant& tenant, const std::string& provider, const std::string& url) {
    return tenant.make_channel({{"channel_type", "SMS"},
                                {"channel_name", provider},
                                {"api_provider", provider},
                                {"api_url", url},
                                {"auth_token", "bench-token"},
                                {"sender_id", "+15005550006"},
                                {"retry_count", 0}});
  }
  static std::string send(test::Tenant& tenant, const std::string& channel, const std::string& text) {
    return tenant.send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text}});
  }
  [[nodiscard]] test::Daemon& daemon() { return daemon_; }

 private:
  Arrivals& arrivals_;
  std::string name_;
  test::Daemon daemon_;
  test::Tenant tenant_;
  std::string channel_;
  int sent_{0};
};

/// Messages that ruin the wrecker's process, of another tenant, until the end of the object.
class Ruin {
 public:
  explicit Ruin(test::Daemon& daemon)
      : tenant_{daemon.port(), daemon.make_key("bad")},
        channel_{Side::make_channel(tenant_, "wrecker", "http://127.0.0.1:9")} {}

  /// Ruins the runner anew whenever it works again, while `measured` runs.
  double during(const std::function<double()>& measured) {
    std::jthread thread{[this](const std::stop_token& stop) { ruin(stop); }};
    return measured();
  }
  [[nodiscard]] const std::map<std::string, int>& codes() const { return codes_; }

 private:
  void ruin(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const std::string id = Side::send(tenant_, channel_, kWays[turn_++ % kWays.size()]);
      const Json message = tenant_.await(id, "FAILED");
      for (const Json& attempt : message.at("attempts")) ++codes_[attempt.at("error").at("code")];
    }
  }

  test::Tenant tenant_;
  std::string channel_;
  std::size_t turn_{0};
  std::map<std::string, int> codes_;
};

int main_of(const char* out) {
  const test::TemporaryDirectory directory;
  std::filesystem::copy(test::built("fixtures") / "wrecker.so", directory.path() / "wrecker.so");
  const std::string ours = test::built("plugins").string();
  Arrivals arrivals;
  Side quiet{arrivals, ours, "without"};
  Side beside{arrivals, ours + ":" + directory.path().string(), "with"};
  Ruin ruin{beside.daemon()};
  quiet.run();
  beside.run();  // both warm
  std::vector<double> without, with;
  for (int run = 0; run < kRuns; ++run) {
    without.push_back(quiet.run());
    with.push_back(ruin.during([&] { return beside.run(); }));
  }
  Json report = report_head("tests/evidence/bad_plugin", directory.path());
  report.update({{"unit", "ms from POST to the provider, median of 200 messages a run, nine runs in turns"},
                 {"without", without},
                 {"with", with},
                 {"median_without", median(without)},
                 {"median_with", median(with)},
                 {"ratio", median(with) / median(without)},
                 {"what_the_bad_plugin_met", ruin.codes()}});
  publish(report, out);
  return 0;
}

}  // namespace
}  // namespace herald::bench

int main(int count, char** arguments) {
  if (count != 2) return 64;
  return herald::bench::main_of(arguments[1]);
}
