// Messages at the edges: awkward texts, limits, absent members.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/plan_rules.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

Step with_message(const Step& step, const char* key, const json& value) {
  json input = json::parse(step.input);
  input["message"][key] = value;
  return {.op = "send", .input = input.dump(), .account = step.account};
}

void check_text(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step sample = subject.sample();
  for (const std::string text :
       {"a&b=c;d", "say \"hi\" \\ {x} 'y' <b>", "one\ntwo\r\nthree\tfour", "50% off + 10%41",
        "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80", "Bcc: x@example.org\r\nX-Evil: 1",
        "/* ?#[]@!$(),:", "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7"}) {
    const Step step = with_message(sample, "text", text);
    const Outcome made = subject.plan(step);
    judge_plan(subject, step, made);
    const json plan = read(made);
    if (plan.is_object() && plan.contains("request") && plan["request"].is_object())
      findings.expect(carries(plan["request"], made.bytes, text), "the message's text in the body, encoded",
                      "not " + shown(text));
    else
      findings.add("a request for the text " + shown(text), shown(made.ok() ? made.json : made.reason));
  }
}

/// Addresses and senders that would break out of where they stand.
void check_injection(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step sample = subject.sample();
  for (const char* key : {"to", "from", "subject", "id", "attempt_ref"})
    for (const char* text : {"x\r\nX-Evil: 1", "x\"y\\z", "a b/../c?d=e#f", "\xc3\xa9@example.org"}) {
      const Step step = with_message(sample, key, text);
      judge_plan(subject, step, subject.plan(step));
    }
  json account = json::parse(sample.account);
  for (const char* key : {"sender_id", "account_id", "api_key", "auth_token"})
    for (const char* text : {"x\r\nX-Evil: 1-secret", "a b/c?d=e#f-secret"}) {
      json changed = account;
      changed[key] = text;
      const Step step{.op = "send", .input = sample.input, .account = changed.dump()};
      judge_plan(subject, step, subject.plan(step));
    }
}

void try_length(Subject& subject, const std::string& channel, const char* key, std::size_t limit) {
  if (limit > (std::size_t{1} << 20U)) return;
  for (const std::size_t size : {limit - 1, limit, limit + 1}) {
    if (size == 0) continue;
    json input = json::parse(subject.sample().input);
    input["message"]["channel"] = channel;
    const bool subject_line = std::string_view{key} == "subject_chars";
    const std::string text(size, 'a');
    input["message"][subject_line ? "subject" : "text"] = text;
    const Step step{.op = "send", .input = input.dump(), .account = subject.sample().account};
    const Outcome made = subject.plan(step);
    judge_plan(subject, step, made);
    const std::string kind = kind_of(made);
    if (size > limit) {
      subject.findings().expect(kind == "request" || kind == "rejected",
                                "a request or a rejection above the limit", kind);
      continue;
    }
    subject.findings().expect(
        kind == "request",
        std::string{"a request with "} + key + " of " + std::to_string(size) + ", within the limit", kind);
    if (kind == "request")
      subject.findings().expect(carries(read(made)["request"], made.bytes, text),
                                "the whole text in the body",
                                "less than " + std::to_string(size) + " characters");
  }
}

void check_limits(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const json limits = subject.facts().value("limits", json::object());
  const std::string channel = json::parse(subject.sample().input)["message"].value("channel", "");
  if (!limits.is_object() || !limits.contains(channel) || !limits[channel].is_object()) return;
  for (const char* key : {"text_chars", "subject_chars"})
    if (limits[channel].value(key, json{}).is_number_unsigned() && limits[channel][key] > 0)
      try_length(subject, channel, key, limits[channel][key].get<std::size_t>());
}

void check_absent(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step sample = subject.sample();
  const json whole = json::parse(sample.input);
  for (const char* key : {"from", "text", "subject", "html"}) {
    json input = whole;
    input["message"].erase(key);
    const Step step{.op = "send", .input = input.dump(), .account = sample.account};
    const Outcome made = subject.plan(step);
    judge_plan(subject, step, made);
    findings.expect(made.ok() && kind_of(made) != "nothing" && kind_of(made) != "accepted",
                    std::string{"a plan or a verdict without "} + key,
                    shown(made.ok() ? made.json : made.reason));
  }
  for (const char* key :
       {"auth_token", "api_key", "api_secret", "account_id", "sender_id", "webhook_secret", "api_url"}) {
    json account = json::parse(sample.account);
    account.erase(key);
    const Outcome made = subject.plan({.op = "send", .input = sample.input, .account = account.dump()});
    findings.expect(kind_of(made) != "accepted" && kind_of(made) != "nothing",
                    std::string{"a plan, a verdict or a reason without "} + key, kind_of(made));
  }
  const Step type = with_message(sample, "type", "NO_SUCH_TYPE");
  const std::string kind = kind_of(subject.plan(type));
  findings.expect(kind == "rejected" || kind == "request", "a verdict on a type that is not listed", kind);
}

constexpr Check kMessageChecks[]{
    {"message.text", "Every text reaches the body as it is", &check_text},
    {"message.injection", "No value breaks out of its header, URL or field", &check_injection},
    {"message.limits", "Messages at the declared limits are taken whole", &check_limits},
    {"message.absent", "Members that may be absent may be", &check_absent}};

}  // namespace

std::span<const Check> message_checks() { return kMessageChecks; }

}  // namespace herald::kit
