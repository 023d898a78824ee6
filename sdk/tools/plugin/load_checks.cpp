// What loading, opening and calling a plugin leaves behind in the process.
#include <dlfcn.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/process_state.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

void compare(const ProcessState& before, const std::string& when, Findings& findings) {
  for (const std::string& change : changes(before, process_state()))
    findings.add("a process that is as it was before " + when, change);
}

/// Bytes that each of `times` runs keeps. What malloc holds back for later counts as handed out, so that a
/// growth is one only when it comes again and again; the least of some measurements.
template <class Run>
std::size_t growth(int times, const Run& run) {
  constexpr int kMeasurements = 6;
  std::size_t least = SIZE_MAX;
  for (int i = 0; i < kMeasurements && least > 0; ++i) {
    const std::size_t before = allocated();
    for (int at = 0; at < times; ++at) run();
    const std::size_t now = allocated();
    least = std::min(least, now > before ? (now - before) / static_cast<std::size_t>(times) : 0);
  }
  return least;
}

void check_load(const Target& target, Findings& findings) {
  const ProcessState before = process_state();
  const auto begin = std::chrono::steady_clock::now();
  if (::dlopen(target.file.c_str(), RTLD_NOW | RTLD_LOCAL) == nullptr)
    findings.add("a file that loads with every symbol resolved", ::dlerror());
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  findings.expect(took < std::chrono::milliseconds{500},
                  "a file that loads at once (100 ms on an idle machine)",
                  std::to_string(took.count()) + " ms");
  compare(before, "it was loaded", findings);
}

void check_open(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  constexpr int kTimes = 100;
  std::string reason;
  const auto once = [&] {
    herald_instance* made = subject.open(subject.host().table(), reason);
    if (made != nullptr) subject.entry()->close(made);
    return made != nullptr;
  };
  for (int i = 0; i < 20; ++i)
    if (!once()) return findings.add("open() to work again after close()", shown(reason));
  const ProcessState before = process_state();
  bool opened = true;
  const std::size_t more = growth(kTimes, [&] { opened = opened && once(); });
  if (!opened) return findings.add("open() to work again after close()", shown(reason));
  compare(before, "100 times open() and close()", findings);
  findings.expect(more < 16, "close() to free what open() made",
                  std::to_string(more) + " bytes more with each");
}

void check_calls(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  constexpr int kTimes = 100;
  const Step step = subject.is_feature() ? Step{} : subject.sample();
  const auto all = [&] {
    subject.descriptor();
    if (subject.is_feature()) {
      subject.usual();
      return;
    }
    subject.schema();
    subject.validate(step.account);
    subject.plan(step);
    subject.on_response(step, {.status = 200, .body = "{}"});
    subject.on_response(step, {.status = 400, .body = "{\"code\":1}"});
    subject.plan(
        {.op = "webhook", .input = webhook_input("POST", "[]"), .account = step.account, .bytes = "{}"});
  };
  for (int i = 0; i < 20; ++i) all();
  const ProcessState before = process_state();
  const std::size_t more = growth(kTimes, all);
  compare(before, "100 rounds of calls", findings);
  findings.expect(more < 16, "calls that keep nothing", std::to_string(more) + " bytes more with each round");
}

/// The exit handlers of the library run when the runner ends this process.
void check_end(const Target& target, Findings& findings) {
  const Subject subject{target.file, target.sources, findings};
}

constexpr Check kLoadChecks[]{{"load.once", "Loading it changes nothing in the process", &check_load},
                              {"load.open", "100 times open and close leave nothing behind", &check_open},
                              {"load.calls", "100 rounds of calls leave nothing behind", &check_calls},
                              {"load.end", "The process ends well with it", &check_end}};

}  // namespace

std::span<const Check> load_checks() { return kLoadChecks; }

}  // namespace herald::kit
