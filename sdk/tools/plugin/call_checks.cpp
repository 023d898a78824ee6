// What holds of every call of a feature: unknown names, sinks that refuse, the same answer to the same call.
#include <sys/resource.h>

#include <climits>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/answer_rules.hpp"
#include "sdk/tools/plugin/checks.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// Names that no descriptor has, and names of one kind under another.
void check_unknown_names(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  std::string input = "{}";
  if (!subject.calls().calls.empty()) input = subject.calls().calls.front().input;
  for (const char* op : {"route", "job", "filter", "", "routes", "no-such-op"})
    for (const std::string& name : {std::string{}, std::string{"noSuchName"}, std::string(70'000, 'n')}) {
      const bool render = op == std::string{"filter"} && subject.calls().of("filter").size() > 0;
      const Outcome made = subject.call({op, name, input});
      const bool refused = !made.ok() || read(made).contains("problem");
      // Filters of one stage may share their answer; what they are called is the host's affair.
      if (!render)
        findings.expect(refused, "an unknown name to be refused",
                        std::string{op} + " " + shown(name) + ": " + shown(made.json));
    }
  // A host that forgets a subscription late may still tell of an event.
  subject.call({"event", "message.no_such_event", input});
}

void check_feature_sinks(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  std::vector<std::string> seen;
  for (const FeatureStep& step : subject.calls().calls) {
    const std::uint64_t whole = subject.call(step).json.size();
    for (std::uint64_t room = 0; room < whole; room += 1 + whole / 12) {
      subject.call(step, {.json = room});
      subject.call(step, {.json = room, .err = 7});
    }
    if (whole > 0) subject.call(step, {.json = whole - 1});
    if (std::ranges::find(seen, step.op) != seen.end()) continue;
    seen.push_back(step.op);
    subject.call({step.op, "noSuchName", "{"}, {.json = 0, .err = 0});
  }
}

long waits_of_thread() {
  rusage now{};
  ::getrusage(RUSAGE_THREAD, &now);
  return now.ru_nvcsw;
}

/// The watch over every call finds what waits more than once; this finds one wait, when it comes each time.
void check_waiting(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  constexpr int kTimes = 8;
  for (const FeatureStep& step : subject.calls().calls) {
    long least = LONG_MAX;
    for (int i = 0; i < kTimes && least > 0; ++i) {
      const long before = waits_of_thread();
      subject.call(step);
      least = std::min(least, waits_of_thread() - before);
    }
    findings.expect(least == 0, step.op + " " + step.name + " not to wait for anything",
                    "the thread waited each time");
  }
}

/// The same call with the same records, also in another instance and after other calls.
void check_same_answers(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  std::vector<Outcome> first;
  const std::vector<FeatureStep>& calls = subject.calls().calls;
  for (const FeatureStep& step : calls) {
    first.push_back(subject.call(step));
    findings.expect(subject.call(step) == first.back(), "the same answer to the same call",
                    step.op + " " + step.name + ": another one at once");
  }
  for (std::size_t i = calls.size(); i-- > 0;)
    findings.expect(subject.call(calls[i]) == first[i], "the same answer to the same call",
                    calls[i].op + " " + calls[i].name + ": another one after other calls");
  std::string reason;
  herald_instance* before = subject.instance();
  herald_instance* other = subject.open(subject.host().table(), reason);
  if (other == nullptr) return;
  subject.use(other);
  for (std::size_t i = 0; subject.ready() && i < calls.size(); ++i)
    findings.expect(subject.call(calls[i]) == first[i], "the same answer to the same call",
                    calls[i].op + " " + calls[i].name + ": another one in another instance");
  subject.use(before);
  subject.entry()->close(other);
}

/// A moment later, and as a second try, the same is done: only times that the host gives may tell.
void check_tries(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const char* op : {"event", "job"})
    for (const FeatureStep& step : subject.calls().of(op)) {
      json input = json::parse(step.input);
      input["try"] = 3;
      judge_answer(subject, subject.calls(), step, subject.call({step.op, step.name, input.dump()}));
    }
}

/// Answers to one tenant hold nothing of another one's records.
void check_tenants(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const FeatureSample& sample = subject.calls();
  const sdk::testing::TenantRecords foreign{sample.records, kOtherTenant};
  const auto ask_foreign = [&] {
    std::vector<Outcome> out;
    for (const FeatureStep& step : sample.calls) out.push_back(subject.call(step, &foreign));
    return out;
  };
  const std::vector<Outcome> theirs = ask_foreign(), alone = subject.usual();
  for (int i = 0; i < 3; ++i) {
    findings.expect(ask_foreign() == theirs, "the same answers after calls of another tenant",
                    "others: something is kept from call to call");
    for (std::size_t at = 0; at < sample.calls.size(); ++at) {
      const Outcome made = subject.call(sample.calls[at]);
      const std::string who = sample.calls[at].op + " " + sample.calls[at].name;
      findings.expect(made.json.find(kOtherText) == std::string::npos,
                      "answers with the tenant's own records only", who + " shows those of another tenant");
      findings.expect(made == alone[at], "the same answer after calls of another tenant",
                      who + ": another one");
    }
  }
}

constexpr Check kCallChecks[]{
    {"calls.unknown", "What the plugin does not have is refused with a reason", &check_unknown_names},
    {"calls.sinks", "A sink that refuses ends the call with HERALD_SINK_FULL", &check_feature_sinks},
    {"calls.waiting", "No call waits for anything", &check_waiting},
    {"calls.tries", "A call that is tried again is answered as well", &check_tries},
    {"pure.same", "The same call with the same records has the same answer", &check_same_answers},
    {"pure.tenants", "What one tenant has is not shown to another", &check_tenants}};

}  // namespace

std::span<const Check> call_checks() { return kCallChecks; }

}  // namespace herald::kit
