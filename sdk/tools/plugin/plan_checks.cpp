// The first plan of op send: sound, pure, without surprises.
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/plan_rules.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

void check_send(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const Outcome made = subject.plan(step);
  if (kind_of(made) != "request")
    return findings.add("a request for the example message (examples come from --config and --golden)",
                        shown(made.ok() ? made.json : made.reason));
  judge_plan(subject, step, made);
  json account = json::parse(step.account);
  account["api_url"] = "https://other.example:8443/base";
  const Step moved{.op = "send", .input = step.input, .account = account.dump()};
  judge_plan(subject, moved, subject.plan(moved));
  json input = json::parse(step.input);
  input.erase("callback_url");
  const Step quiet{.op = "send", .input = input.dump(), .account = step.account};
  const Outcome without = subject.plan(quiet);
  findings.expect(kind_of(without) == "request", "a request although the host has no callback_url",
                  kind_of(without));
  judge_plan(subject, quiet, without);
}

/// Other inputs between two equal ones, in one instance.
void check_same(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  json input = json::parse(step.input), account = json::parse(step.account);
  input["message"]["text"] = "Another text of another tenant";
  input["message"]["attempt_ref"] = "0192f0c4-0000-7000-8000-0000000other";
  account["channel_id"] = "0192f0c4-0000-7000-8000-0000000other";
  account["sender_id"] = "+15005550199";
  const Step other{.op = "send", .input = input.dump(), .account = account.dump()};
  const Answer accepted{.status = 201, .body = R"({"id":"x1","sid":"x1","message_id":"x1"})"},
      refused{.status = 400, .body = "{}"};
  const Outcome first = subject.plan(step), first_verdict = subject.on_response(step, accepted);
  for (int i = 0; i < 5; ++i) {
    const Outcome foreign = subject.plan(other);
    findings.expect(foreign.json.find("Your code is 4471") == std::string::npos,
                    "a plan of its own message only", "another tenant's text");
    subject.plan({.op = "send", .input = "{", .account = step.account});
    subject.on_response(other, refused);
    findings.expect(subject.plan(step) == first, "the same plan for the same input",
                    "another one after other calls");
    findings.expect(subject.on_response(step, accepted) == first_verdict,
                    "the same verdict on the same answer", "another one after other calls");
  }
}

void check_late(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const json plan = read(subject.plan(step));
  if (!plan.is_object() || !plan.contains("request")) return;
  const json state = plan.value("state", json::object());
  const Answer answer{.status = 201, .body = R"({"id":"x1","sid":"x1","message_id":"x1"})"};
  const Step now{.op = "send", .input = step.input, .account = step.account, .state = state.dump()};
  const Outcome usual = subject.on_response(now, answer);
  json more = state;
  more["zz_unknown"] = 1;
  const Outcome tolerant = subject.on_response(
      {.op = "send", .input = step.input, .account = step.account, .state = more.dump()}, answer);
  findings.expect(tolerant == usual, "unknown keys of state to be ignored", "another verdict");
  const Outcome bare =
      subject.on_response({.op = "send", .input = step.input, .account = step.account}, answer);
  findings.expect(bare.ok(), "a state of an earlier version, {}, to be taken", shown(bare.reason));
  if (more.contains("version")) more["version"] = "0.0.1";
  if (more.contains("v")) more["v"] = 0;
  const Outcome old = subject.on_response(
      {.op = "send", .input = step.input, .account = step.account, .state = more.dump()}, answer);
  findings.expect(old.ok(), "the state of the version before to be taken", shown(old.reason));
}

void check_tolerance(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const Outcome usual = subject.plan(step);
  json input = json::parse(step.input), account = json::parse(step.account);
  input["zz_unknown"] = {{"a", 1}};
  input["message"]["zz_unknown"] = "x";
  account["zz_unknown"] = true;
  findings.expect(subject.plan({.op = "send", .input = input.dump(), .account = account.dump()}) == usual,
                  "unknown keys of input and account to be ignored", "another plan");
  findings.expect(subject.plan({.op = "send",
                                .input = json::parse(step.input).dump(1),
                                .account = json::parse(step.account).dump(2)}) == usual,
                  "the same plan however the JSON is written", "another plan");
}

void check_attempts(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  const Outcome first = subject.plan(step);
  json input = json::parse(step.input);
  input["message"]["attempt_ref"] = "0192f0c4-0000-7000-8000-0000000b0099";
  const Outcome second = subject.plan({.op = "send", .input = input.dump(), .account = step.account});
  if (subject.facts().value("idempotency_key", json{}) == true)
    findings.expect(first != second, "attempt_ref in the plan, as \"idempotency_key\" is true",
                    "the same plan for two attempts");
  if (subject.facts().value("lookup", json{}) == true)
    findings.expect(first != second, "attempt_ref in the plan, as \"lookup\" is true",
                    "the same plan for two attempts");
}

constexpr Check kPlanChecks[]{
    {"plan.send", "The plan of a message follows the rules", &check_send},
    {"plan.same", "The same input makes the same plan, whatever came between", &check_same},
    {"plan.state", "States with more or less in them are taken", &check_late},
    {"plan.tolerance", "Unknown keys and other spacing change nothing", &check_tolerance},
    {"plan.attempts", "Attempts that must be told apart are", &check_attempts}};

}  // namespace

std::span<const Check> plan_checks() { return kPlanChecks; }

}  // namespace herald::kit
