// The host opens a feature twice and calls both instances at once: one for routes, events and jobs, one for
// filters.
#include <nlohmann/json.hpp>
#include <thread>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

/// The calls of one lane, over and over, in an instance of its own.
struct LaneCaller {
  const Target& target;
  std::vector<FeatureStep> steps;
  std::vector<Outcome> wanted{};
  Findings findings{};
  std::string difference{};

  void run() {
    constexpr int kRounds = 60;
    Subject subject{target.file, target.sources, findings};
    for (int i = 0; subject.ready() && i < kRounds; ++i)
      for (std::size_t at = 0; at < steps.size(); ++at)
        if (subject.call(steps[at]) != wanted[at]) difference = steps[at].op + " " + steps[at].name;
  }
};

std::vector<FeatureStep> lane_of(const FeatureSample& sample, bool filters) {
  constexpr std::size_t kMost = 24;
  std::vector<FeatureStep> out;
  for (const FeatureStep& step : sample.calls)
    if ((step.op == "filter") == filters && out.size() < kMost) out.push_back(step);
  return out;
}

void check_lanes(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  std::vector<LaneCaller> callers;
  for (const bool filters : {false, true})
    for (int i = 0; i < 2; ++i) callers.push_back({target, lane_of(subject.calls(), filters)});
  std::vector<std::thread> threads;
  for (LaneCaller& one : callers) {
    for (const FeatureStep& step : one.steps) one.wanted.push_back(subject.call(step));
    if (&one == &callers[1]) std::ranges::reverse(one.steps), std::ranges::reverse(one.wanted);
  }
  for (LaneCaller& one : callers) threads.emplace_back([&one] { one.run(); });
  for (std::thread& one : threads) one.join();
  for (const LaneCaller& one : callers) {
    findings.expect(one.difference.empty(), "the same answers while other instances are called",
                    one.difference + ": another one");
    for (const Finding& found : one.findings.all())
      if (found.expected.find("to wait for anything") == std::string::npos)
        findings.add(found.expected, found.found);
  }
}

void check_lane_thread(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const std::vector<Outcome> usual = subject.usual();
  for (int i = 0; i < 3; ++i) {
    std::thread other{
        [&] { findings.expect(subject.usual() == usual, "the same answers on another thread", "others"); }};
    other.join();
  }
}

constexpr Check kLaneChecks[]{
    {"lanes.thread", "An instance may be called from another thread", &check_lane_thread},
    {"lanes.apart", "Instances for routes and filters may be called at once", &check_lanes}};

}  // namespace

std::span<const Check> lane_checks() { return kLaneChecks; }

}  // namespace herald::kit
