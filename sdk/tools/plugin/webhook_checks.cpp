// Requests of the provider to us: genuine ones come from the golden files, forged ones are made of them.
#include <herald/text.hpp>
#include <map>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/plan_rules.hpp"
#include "sdk/tools/plugin/subject.hpp"
#include "sdk/tools/plugin/verdict_rules.hpp"
#include "sdk/tools/plugin/webhook_talk.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

bool lists(Subject& subject, const char* op) {
  const json ops = subject.facts().value("ops", json::array());
  return std::ranges::find(ops, json(op)) != ops.end();
}

std::string signature_of(Subject& subject) {
  const json text = subject.facts().value("signature", json{});
  return text.is_string() ? text.get<std::string>() : "";
}

bool says(const std::string& text, std::initializer_list<const char*> words) {
  return std::ranges::any_of(words, [&](const char* word) { return text.find(word) != std::string::npos; });
}

/// The signature is computed over the body, so that no byte of it may change.
bool covers_body(const std::string& signature) {
  return says(signature, {"HMAC", "hmac", "ECDSA", "RSA", "Ed25519", "SHA-", "SHA1", "SHA2", "MD5"});
}

json events_in(const Outcome& talked) {
  const json reply = read(talked);
  const json verdict = reply.is_object() ? reply.value("verdict", json::object()) : json::object();
  return verdict.value("kind", json{}) == "events" ? verdict.value("events", json::array()) : json::array();
}

/// The golden requests that the plugin takes as genuine and signed: without their headers they are refused.
std::vector<WebhookSample> genuine(Subject& subject, const Target& target) {
  constexpr std::size_t kMost = 4;
  std::vector<WebhookSample> out;
  for (const WebhookSample& one : sample_webhooks(target.sources)) {
    if (!events_in(webhook_talk(subject, one.step, one.answers)).empty()) out.push_back(one);
    if (out.size() == kMost) break;
  }
  return out;
}

void expect_refused(Subject& subject, const Step& step, const std::string& what,
                    const KnownAnswers& answers = {}) {
  const Outcome made = webhook_talk(subject, step, answers);
  judge_verdict(subject, step, made, what);
  subject.findings().expect(is_disbelieved(made), "the verdict refused for " + what, kind_of(made));
}

void check_unsigned(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready() || !lists(subject, "webhook")) return;
  const std::string account = subject.sample().account;
  const std::string name = signature_of(subject).substr(0, signature_of(subject).find_first_of(": "));
  const std::string event =
      R"({"id":"x","message_id":"x","status":"delivered","event_id":"e1","events":[{"event_id":"e1","id":"x","message_id":"x","status":"delivered"}]})";
  for (const std::string& body : {std::string{}, std::string{"{}"}, event, "[" + event + "]",
                                  std::string{"a=b&MessageSid=SM1&MessageStatus=delivered"},
                                  std::string{"\xff\x00garbage", 9}, std::string(1U << 20U, '[')})
    for (const std::string value : {"", "x", "0", "sha256=", "v1=", "t=1732357000,v1=", "AAAA"}) {
      json headers = json::array({json::array({"Content-Type", "application/json"})});
      if (!value.empty() && !name.empty()) headers.push_back(json::array({name, value}));
      expect_refused(subject,
                     {.op = "webhook",
                      .input = webhook_input("POST", headers.dump()),
                      .account = account,
                      .bytes = body},
                     value.empty() ? "a request without signature" : "a request with the signature " + value);
    }
  const Step get{.op = "webhook", .input = webhook_input("GET", "[]"), .account = account};
  judge_verdict(subject, get, subject.plan(get), "a GET");
}

/// Some of the headers are the signature: without any of them nothing may be believed.
void check_stripped(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready() || signature_of(subject).empty()) return;
  const std::vector<WebhookSample> samples = genuine(subject, target);
  if (lists(subject, "webhook") && !target.sources.golden.empty())
    findings.expect(!samples.empty(), "a golden webhook that is taken, so that it can be forged and replayed",
                    "none: signatures were not checked");
  for (const auto& [name, step, answers] : samples) {
    const Outcome first = webhook_talk(subject, step, answers);
    judge_verdict(subject, step, first, "a genuine request");
    findings.expect(first == webhook_talk(subject, step, answers), "the same events for the same request",
                    "others the second time");
    const std::string header = signature_of(subject).substr(0, signature_of(subject).find(':'));
    json input = json::parse(step.input);
    auto& headers = input["request"]["headers"];
    json kept = json::array(), changed = json::array(), emptied = json::array();
    bool present = false;
    for (const auto& one : headers) {
      const std::string field = one.at(0);
      std::string value = one.at(1);
      const bool is_it = sdk::same_name(field, header);
      present = present || is_it;
      if (!is_it) kept.push_back(one);
      emptied.push_back(json::array({field, is_it ? "" : value}));
      if (is_it && !value.empty()) value.pop_back();
      changed.push_back(json::array({field, value}));
    }
    if (!present) continue;
    const auto with = [&](const json& list) {
      json other = input;
      other["request"]["headers"] = list;
      return Step{.op = "webhook", .input = other.dump(), .account = step.account, .bytes = step.bytes};
    };
    expect_refused(subject, with(kept), "a genuine request without " + header, answers);
    expect_refused(subject, with(emptied), "a genuine request with an empty " + header, answers);
    expect_refused(subject, with(changed), "a genuine request whose " + header + " lacks its end", answers);
  }
}

/// The key of an event `once` that comes first: whatever follows it there counts once. Empty without one.
std::string seal_in(const Outcome& reply) {
  const json plan = read(reply);
  const json::json_pointer first{"/verdict/events/0"};
  if (!plan.is_object() || !plan.contains(first)) return {};
  const json& event = plan.at(first);
  return event.value("kind", json{}) == "once" ? event.value("dedupe_key", "") : std::string{};
}

/// A request that was changed is refused, or where its signature does not cover it all, a repeat to the host.
void check_changed(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready() || !covers_body(signature_of(subject))) return;
  std::map<std::string, std::string> sealed;  // what each seal is of: two requests of one seal are one
  for (const auto& [name, step, answers] : genuine(subject, target)) {
    if (step.bytes.empty()) continue;  // a GET is signed by its URL alone
    const Outcome good = webhook_talk(subject, step, answers);
    const json told = events_in(good);
    const std::string seal = seal_in(good);
    if (!seal.empty() && sealed.emplace(seal, step.bytes).first->second != step.bytes)
      findings.add("another dedupe_key of `once` for each genuine request", seal);
    // A member that says nothing about the events may be left unsigned.
    const auto expect_nothing_new = [&, &known = answers](const Step& forged, const char* what) {
      const Outcome talked = webhook_talk(subject, forged, known);
      const bool repeat = (!seal.empty() && seal_in(talked) == seal) || events_in(talked) == told;
      if (!repeat) expect_refused(subject, forged, what, known);
    };
    const std::size_t stride = 1 + step.bytes.size() / 300;
    for (std::size_t at = 0; at < step.bytes.size(); at += stride) {
      Step forged = step;
      forged.bytes[at] = static_cast<char>(forged.bytes[at] ^ 1);
      expect_nothing_new(forged, "a genuine request with one byte of its body changed");
    }
    for (const char* more : {" ", "\n", "x"}) {
      Step longer = step;
      longer.bytes += more;
      if (*more == 'x') expect_nothing_new(longer, "a genuine request with one byte more");
      Step shorter = step;
      shorter.bytes.pop_back();
      expect_nothing_new(shorter, "a genuine request with one byte less");
    }
  }
}

/// Makes every text below another one.
void turn_round(json& value) {
  if (value.is_string()) {
    const auto text = value.get<std::string>();
    value = std::string{text.rbegin(), text.rend()} + "x";
  } else if (value.is_structured()) {
    for (auto& one : value) turn_round(one);
  }
}

void check_keys(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready() || signature_of(subject).empty()) return;
  for (const auto& [name, step, answers] : genuine(subject, target)) {
    Step bare = step;
    bare.account = R"({"channel_id":"c","config":{}})";
    expect_refused(subject, bare, "a genuine request to an account without secrets", answers);
    json account = json::parse(step.account);
    for (auto& [key, value] : account.items())
      if (key != "channel_id" && key != "api_url") turn_round(value);
    Step other = step;
    other.account = account.dump();
    const std::string kind = kind_of(webhook_talk(subject, other, answers));
    findings.expect(kind != "events", "a request of another account to be refused", kind);
  }
}

void check_replay(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready() || !says(signature_of(subject), {"timestamp", "Timestamp", "t=", "time"})) return;
  constexpr std::int64_t kYearMs = 366LL * 86'400'000;
  for (const auto& [name, step, answers] : genuine(subject, target))
    for (const std::int64_t later : {kYearMs, -kYearMs}) {
      json input = json::parse(step.input);
      input["now_ms"] = input["now_ms"].get<std::int64_t>() + later;
      Step old = step;
      old.input = input.dump();
      expect_refused(subject, old,
                     later > 0 ? "a genuine request of a year ago" : "a genuine request of next year",
                     answers);
    }
}

void check_crypto(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const std::string signature = signature_of(subject);
  for (const auto& [name, step, answers] : genuine(subject, target)) {
    const CryptoUse before = crypto_use();
    webhook_talk(subject, step, answers);
    const CryptoUse after = crypto_use();
    if (says(signature, {"HMAC"})) {
      findings.expect(after.hmac > before.hmac, "HMAC from crypto().hmac(), never of one's own",
                      "no call of it");
      findings.expect(after.equal > before.equal,
                      "signatures compared with crypto().equal(), in constant time", "no call of it");
    }
    if (says(signature, {"ECDSA", "RSA", "Ed25519"}))
      findings.expect(after.verify > before.verify, "signatures verified with crypto().verify()",
                      "no call of it");
  }
}

void check_poll(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const char* op : {"poll", "lookup", "fetch_media", "register_webhook", "unregister_webhook"}) {
    if (!lists(subject, op)) continue;
    json input = json::parse(subject.sample().input);
    input["message"]["attempted_ms"] = 1732357000000;
    input["cursor"] = "1:1";
    input["callback_url"] = "https://herald.example/api/v1/communication/webhooks/p/c";
    input["media"] = {{"ref", "1037543291543636"}, {"content_type", "image/jpeg"}};
    Step step{.op = op, .input = input.dump(), .account = subject.sample().account};
    const Outcome made = subject.plan(step);
    judge_plan(subject, step, made);
    const json plan = read(made);
    if (!plan.is_object() || !plan.contains("request")) continue;
    findings.expect(plan["request"].value("commits", json{}) == false, std::string{"commits false in "} + op,
                    "true");
    if (plan.contains("state")) step.state = plan["state"].dump();
    for (const int status : {100, 200, 301, 400, 401, 404, 409, 429, 500, 502, 503, 504})
      for (const char* body : {"", "{}", "<html>", "[]", "{\"ok\":true,\"result\":[]}"})
        judge_verdict(subject, step, subject.on_response(step, {.status = status, .body = body}),
                      std::string{op} + ", HTTP " + std::to_string(status));
  }
}

constexpr Check kWebhookChecks[]{
    {"webhook.unsigned", "A request that nobody signed is refused", &check_unsigned},
    {"webhook.stripped", "Without its signature a genuine request is refused", &check_stripped},
    {"webhook.changed", "With one byte changed a genuine request is refused", &check_changed},
    {"webhook.keys", "A signature counts only with the account's own secret", &check_keys},
    {"webhook.replay", "A signature that bears a time is refused far from it", &check_replay},
    {"webhook.crypto", "Signatures are checked with the host's cryptography", &check_crypto},
    {"poll.requests", "Polls, look-ups and fetches commit nothing and judge every answer", &check_poll}};

}  // namespace

std::span<const Check> webhook_checks() { return kWebhookChecks; }

}  // namespace herald::kit
