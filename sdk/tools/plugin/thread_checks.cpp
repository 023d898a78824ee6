// Instances are called from any thread, and from several at once when the manifest says so.
#include <nlohmann/json.hpp>
#include <thread>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/elf_file.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

bool is_concurrent(const Target& target) {
  const json manifest = json::parse(manifest_text(target.file), nullptr, false);
  return manifest.is_object() && manifest.value("concurrent", json{}) == true;
}

void check_other_thread(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const Answer answer{.status = 400, .body = "{}"};
  const Outcome plan = subject.plan(step), verdict = subject.on_response(step, answer);
  for (int i = 0; i < 3; ++i) {
    std::thread other{[&] {
      findings.expect(subject.plan(step) == plan && subject.on_response(step, answer) == verdict,
                      "the same answers on another thread", "others");
    }};
    other.join();
  }
}

/// Calls of one thread; the first difference is told.
struct Caller {
  const Target& target;
  Subject* shared;
  Findings findings{};
  std::size_t differences{};
  void run(const Step& step, const Outcome& plan, const Outcome& verdict);
};

void Caller::run(const Step& step, const Outcome& plan, const Outcome& verdict) {
  constexpr int kTimes = 300;
  std::unique_ptr<Subject> own;
  if (shared == nullptr) own = std::make_unique<Subject>(target.file, target.sources, findings);
  Subject& subject = own ? *own : *shared;
  if (!subject.ready()) return;
  for (int i = 0; i < kTimes; ++i) {
    if (subject.plan(step) != plan) ++differences;
    if (subject.on_response(step, {.status = 400, .body = "{}"}) != verdict) ++differences;
  }
}

/// Instances of their own (shared == null), or one instance for all.
void race(const Target& target, Subject& subject, Subject* shared) {
  const Step step = subject.sample();
  const Outcome plan = subject.plan(step), verdict = subject.on_response(step, {.status = 400, .body = "{}"});
  std::vector<std::unique_ptr<Caller>> callers;
  std::vector<std::thread> threads;
  std::vector<Step> steps;
  std::vector<Outcome> plans;
  for (int i = 0; i < 4; ++i) {
    json input = json::parse(step.input);
    input["message"]["text"] = std::string(static_cast<std::size_t>(i) * 20 + 5, static_cast<char>('a' + i));
    steps.push_back({.op = "send", .input = input.dump(), .account = step.account});
    plans.push_back(subject.plan(steps.back()));
    callers.push_back(std::make_unique<Caller>(Caller{target, shared}));
  }
  for (std::size_t i = 0; i < callers.size(); ++i)
    threads.emplace_back([&, i] { callers[i]->run(steps[i], plans[i], verdict); });
  for (auto& one : threads) one.join();
  for (const auto& one : callers) {
    subject.findings().expect(one->differences == 0, "the same answers while other threads call",
                              std::to_string(one->differences) + " others");
    for (const Finding& found : one->findings.all())
      if (found.expected.find("to wait for anything") == std::string::npos)
        subject.findings().add(found.expected, found.found);
  }
}

void check_apart(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (subject.ready()) race(target, subject, nullptr);
}

void check_together(const Target& target, Findings& findings) {
  if (!is_concurrent(target)) return;
  Findings quiet;  // not written to by several threads: only the comparison counts
  Subject subject{target.file, target.sources, findings};
  Subject shared{target.file, target.sources, quiet};
  if (subject.ready() && shared.ready()) race(target, subject, &shared);
}

constexpr Check kThreadChecks[]{
    {"threads.other", "An instance may be called from another thread", &check_other_thread},
    {"threads.apart", "Two instances do not disturb each other", &check_apart},
    {"threads.together", "An instance that says `concurrent` may be called at once", &check_together}};

}  // namespace

std::span<const Check> thread_checks() { return kThreadChecks; }

}  // namespace herald::kit
