#include "sdk/tools/plugin/verdict_rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/secrets.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

const json kClasses{"invalid_recipient", "blocked",       "content_rejected", "quota",   "auth", "config",
                    "transient",         "provider_down", "unsupported",      "internal"};

bool has_text(const json& verdict, const char* key) {
  const json value = verdict.value(key, json{});
  return value.is_string() && !value.get_ref<const std::string&>().empty();
}

void judge_numbers(const json& verdict, const std::string& when, Findings& findings) {
  constexpr std::int64_t kLongestMs = 7LL * 86'400'000;
  for (const char* key : {"after_ms", "segments", "cost_micros", "expires_ms", "occurred_at_ms"})
    findings.expect(!verdict.contains(key) || (verdict[key].is_number_integer() && verdict[key] >= 0),
                    std::string{key} + " as an integer that is not negative",
                    when + ": " + shown(verdict.value(key, json{}).dump()));
  if (verdict.value("after_ms", json{}).is_number_integer())
    findings.expect(verdict["after_ms"] <= kLongestMs, "after_ms of at most a week",
                    when + ": " + verdict["after_ms"].dump());
}

/// What the message took, as an answer or a receipt tells it: the host forgets what is outside of this.
void judge_charge(const json& told, const std::string& when, Findings& findings) {
  constexpr int kMostSegments = 255;
  const json segments = told.value("segments", json(1));
  if (segments.is_number_integer())
    findings.expect(segments >= 1 && segments <= kMostSegments, "1 to 255 segments, or none told",
                    when + ": " + segments.dump());
  findings.expect(told.contains("cost_micros") == told.contains("currency"), "a cost with its currency",
                  when + ": " + shown(told.dump()));
  const json currency = told.value("currency", json("EUR"));
  const std::string code = currency.is_string() ? currency.get<std::string>() : "";
  findings.expect(code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; }),
                  "a currency of three capital letters", when + ": " + shown(currency.dump()));
}

void judge_accepted(const json& verdict, const std::string& when, Findings& findings) {
  const json ids = verdict.value("ids", json{});
  findings.expect(ids.is_object() && has_text(ids, "provider_id"),
                  "accepted with ids.provider_id, else unknown", when + ": " + shown(verdict.dump()));
  findings.expect(verdict.value("status", json("SENT")) == "SENT", "the status SENT, if any",
                  when + ": " + shown(verdict.dump()));
  judge_charge(verdict, when, findings);
}

void judge_event(const json& event, const std::string& when, Findings& findings) {
  const json kinds{"receipt", "inbound", "edited",   "action", "address_changed",
                   "opt_out", "opt_in",  "reaction", "typing", "once"};
  const json states{"SENT", "DELIVERED", "READ", "BOUNCED", "FAILED", "EXPIRED", "CANCELLED"};
  if (!event.is_object()) return findings.add("events that are objects", when + ": " + shown(event.dump()));
  findings.expect(std::ranges::find(kinds, event.value("kind", json{})) != kinds.end(),
                  "events of a known kind", when + ": " + shown(event.dump()));
  findings.expect(
      has_text(event, "dedupe_key") && event["dedupe_key"].get_ref<const std::string&>().size() <= 190,
      "a dedupe_key of 1 to 190 characters", when + ": " + shown(event.value("dedupe_key", json{}).dump()));
  if (event.value("kind", json{}) == "receipt") {
    findings.expect(std::ranges::find(states, event.value("state", json{})) != states.end(),
                    "a known state in a receipt", when + ": " + shown(event.value("state", json{}).dump()));
    findings.expect(has_text(event, "provider_id") || has_text(event, "attempt_ref"),
                    "a receipt with provider_id or attempt_ref", when);
    judge_charge(event, when, findings);
  }
  if (event.contains("class"))
    findings.expect(std::ranges::find(kClasses, event["class"]) != kClasses.end(),
                    "a class of the closed list", when + ": " + shown(event["class"].dump()));
  judge_numbers(event, when, findings);
}

void judge_kind(const json& verdict, const std::string& kind, const std::string& when, Findings& findings) {
  const json kinds{"accepted", "rejected", "retry",   "rate_limited", "auth_failed", "unknown",
                   "token",    "events",   "refused", "media",        "ok"};
  if (std::ranges::find(kinds, json(kind)) == kinds.end())
    return findings.add("a kind of the closed list", when + ": " + shown(verdict.dump()));
  if (kind == "accepted") judge_accepted(verdict, when, findings);
  const json worded{"rejected", "retry", "rate_limited", "auth_failed", "unknown", "refused"};
  if (std::ranges::find(worded, json(kind)) != worded.end()) {
    findings.expect(has_text(verdict, "code"), kind + " with a code", when + ": " + shown(verdict.dump()));
    findings.expect(has_text(verdict, "text"), kind + " with a text", when + ": " + shown(verdict.dump()));
  }
  if (kind == "rejected" || verdict.contains("class"))
    findings.expect(std::ranges::find(kClasses, verdict.value("class", json{})) != kClasses.end(),
                    "a class of the closed list", when + ": " + shown(verdict.value("class", json{}).dump()));
  if (kind == "media")
    findings.expect(has_text(verdict, "content_type"), "media with a content_type",
                    when + ": " + shown(verdict.dump()));
  const json scopes{"account", "sender", "recipient"};
  if (kind == "rate_limited")
    findings.expect(std::ranges::find(scopes, verdict.value("scope", json{})) != scopes.end(),
                    "the scope account, sender or recipient", when + ": " + shown(verdict.dump()));
  if (kind == "events") {
    findings.expect(verdict.value("events", json{}).is_array(), "a list of events",
                    when + ": " + shown(verdict.dump()));
    for (const auto& event : verdict.value("events", json::array())) judge_event(event, when, findings);
  }
}

}  // namespace

void judge_verdict(Subject& subject, const Step& step, const Outcome& made, const std::string& when) {
  Findings& findings = subject.findings();
  if (!made.ok()) return findings.add("a verdict on " + when, "a failure: " + shown(made.reason));
  const json reply = read(made);
  if (!reply.is_object() ||
      (!reply.contains("verdict") && !reply.contains("continue") && !reply.contains("request")))
    return findings.add("a verdict on " + when, shown(made.json));
  const Secrets secrets{step.account, subject.facts().value("config_secrets", json::array()).dump()};
  const bool is_token = reply.value("verdict", json::object()).is_object() &&
                        reply.value("verdict", json::object()).value("kind", json{}) == "token";
  findings.expect(is_token || reply.contains("request") || !secrets.leaks_into(made.json),
                  "a verdict without secrets", when + ": one of the account's");
  if (reply.contains("continue")) {
    const json state = reply["continue"].is_object() ? reply["continue"].value("state", json{}) : json{};
    findings.expect(state.is_object() && state.dump().size() <= 16384,
                    "continue with a state of at most 16 KiB", when + ": " + shown(reply.dump()));
  }
  if (!reply.contains("verdict")) return;
  const json& verdict = reply["verdict"];
  if (!verdict.is_object())
    return findings.add("a verdict that is an object", when + ": " + shown(verdict.dump()));
  const json kind = verdict.value("kind", json{});
  judge_kind(verdict, kind.is_string() ? kind.get<std::string>() : "", when, findings);
  judge_numbers(verdict, when, findings);
  for (const char* key : {"code", "text"}) {
    const json value = verdict.value(key, json{});
    if (!value.is_string()) continue;
    findings.expect(value.get_ref<const std::string&>().size() <= 1000,
                    std::string{key} + " of at most 1000 bytes",
                    when + ": " + std::to_string(value.get_ref<const std::string&>().size()));
    for (const char* member : {"text", "to"}) {
      const json input = json::parse(step.input, nullptr, false);
      const json own = input.is_object() && input.contains("message") && input["message"].is_object()
                           ? input["message"].value(member, json{})
                           : json{};
      findings.expect(!own.is_string() || own.get_ref<const std::string&>().size() < 8 ||
                          value.get_ref<const std::string&>().find(own.get_ref<const std::string&>()) ==
                              std::string::npos,
                      std::string{"no message content in "} + key, when + ": the message's " + member);
    }
  }
}

}  // namespace herald::kit
