// Answers of every kind to the request of op send.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/plan_rules.hpp"
#include "sdk/tools/plugin/verdict_rules.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// What a good answer may look like, for many providers at once.
constexpr const char* kRich =
    R"({"id":"abc123","sid":"SM0123456789abcdef0123456789abcdef","message_id":"abc123","messageId":"abc123","uuid":"abc123",
"status":"queued","ok":true,"success":true,"result":{"message_id":17,"id":"abc123","chat":{"id":123456789}},
"messages":[{"id":"abc123","message-id":"abc123","status":"0"}],"data":{"id":"abc123"}})";
constexpr const char* kRichHeaders = R"([["Content-Type","application/json"],["X-Message-Id","abc123"]])";

/// The step after plan, with the state it made; nothing when there is no request.
std::optional<Step> answered(Subject& subject) {
  if (!subject.ready()) return std::nullopt;
  Step step = subject.sample();
  const json plan = read(subject.plan(step));
  if (!plan.is_object() || !plan.contains("request")) return std::nullopt;
  if (plan.contains("state")) step.state = plan["state"].dump();
  return step;
}

bool commits(Subject& subject) {
  const json plan = read(subject.plan(subject.sample()));
  return plan.is_object() && plan.contains("request") && plan["request"].is_object() &&
         plan["request"].value("commits", json{}) == true;
}

void judge_status(Subject& subject, int status, const std::string& kind, bool committed) {
  Findings& findings = subject.findings();
  const std::string found = kind + " on HTTP " + std::to_string(status);
  findings.expect(kind != "accepted" || status / 100 == 2, "accepted on 2xx only", found);
  if (!committed) return;
  if (status == 502 || status == 504)
    findings.expect(kind == "unknown", "unknown on 502 and 504, as the request commits", found);
  if (status / 100 == 5) findings.expect(kind != "rejected", "no final rejection on 5xx", found);
  if (status == 429)
    findings.expect(kind == "rate_limited" || kind == "retry", "rate_limited or retry on 429", found);
  if (status == 401) findings.expect(kind == "auth_failed", "auth_failed on 401", found);
  if (status / 100 == 4 && status != 408 && status != 409 && status != 425)
    findings.expect(kind != "unknown", "a certain verdict on 4xx", found);
}

void check_statuses(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const auto step = answered(subject);
  if (!step) return;
  const bool committed = commits(subject);
  for (int status = 100; status <= 599; ++status)
    for (const char* body :
         {"", "{}", "<html><body>Bad Gateway</body></html>", "{\"error\":{\"code\":1,\"message\":\"no\"}}"}) {
      const Outcome made = subject.on_response(*step, {.status = status, .body = body});
      judge_verdict(subject, *step, made, "HTTP " + std::to_string(status));
      judge_status(subject, status, kind_of(made), committed);
    }
  // A good body under a bad status must not convince.
  for (const int status : {100, 199, 300, 301, 302, 304, 400, 404, 422, 500, 503})
    judge_status(
        subject, status,
        kind_of(subject.on_response(*step, {.status = status, .body = kRich, .headers_json = kRichHeaders})),
        committed);
}

void check_bodies(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const auto step = answered(subject);
  if (!step) return;
  const bool committed = commits(subject);
  const std::string rich = kRich;
  std::vector<std::string> bodies{"",
                                  " ",
                                  "{",
                                  "[]",
                                  "null",
                                  "true",
                                  "17",
                                  "\"ok\"",
                                  "OK",
                                  "<html></html>",
                                  "<?xml version=\"1.0\"?><a/>",
                                  "\x1f\x8b\x08\x00\x00garbage",
                                  "\xff\xfe\x00\x01",
                                  "{\"id\":null}",
                                  "{\"id\":17}",
                                  "{\"id\":\"\"}",
                                  "{\"id\":{}}",
                                  "{\"id\":[]}",
                                  "{\"sid\":null,\"message_id\":null,\"result\":null,\"messages\":[]}",
                                  "{\"result\":{}}",
                                  "{\"messages\":[{}]}",
                                  "{\"error\":null}",
                                  "{\"error\":\"text\"}",
                                  "{\"error\":[]}",
                                  "{\"errors\":[1]}",
                                  "{\"error\":{\"code\":null,\"message\":17}}",
                                  "{\"id\":\"\xff\"}",
                                  std::string(5000, '['),
                                  std::string(std::size_t{10} << 20U, 'x'),
                                  std::string("{\"id\0x\":1}", 10)};
  for (std::size_t size = 1; size < rich.size(); size += 13) bodies.push_back(rich.substr(0, size));
  for (const std::string& body : bodies)
    for (const int status : {200, 202, 400, 500}) {
      const Outcome made = subject.on_response(*step, {.status = status, .body = body});
      const std::string when =
          "HTTP " + std::to_string(status) + " with the body " + shown(body.substr(0, 60));
      judge_verdict(subject, *step, made, when);
      const std::string kind = kind_of(made);
      findings.expect(
          status != 200 || !committed || json::accept(body) || kind == "unknown" || kind == "accepted",
          "unknown on a 2xx that cannot be read, as the request commits", kind + " on " + when);
      findings.expect(status != 200 || kind != "retry", "no retry on 2xx: it asserts that nothing was sent",
                      kind + " on " + when);
    }
}

/// What is asked for by Retry-After, under names and values of any kind.
void check_waits(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const auto step = answered(subject);
  if (!step) return;
  for (const int status : {429, 503})
    for (const std::string value : {"-5", "abc", "", "99999999999999999999", "4294967296", "1e9", "0x10",
                                    "7.5", "Wed, 21 Oct 2015 07:28:00 GMT", " 7", "7, 8"})
      judge_verdict(subject, *step,
                    subject.on_response(
                        *step, {.status = status,
                                .body = "{}",
                                .headers_json = json::array({json::array({"Retry-After", value})}).dump()}),
                    "Retry-After: " + value);
  json after[2];
  int at = 0;
  for (const char* name : {"Retry-After", "retry-after"}) {
    const json reply = read(subject.on_response(
        *step,
        {.status = 429, .body = "{}", .headers_json = json::array({json::array({name, "7"})}).dump()}));
    after[at++] =
        reply.is_object() ? reply.value("verdict", json::object()).value("after_ms", json{}) : json{};
  }
  findings.expect(after[0] == 7000, "after_ms 7000 for Retry-After: 7 (it counts seconds)", after[0].dump());
  findings.expect(after[0] == after[1], "names of headers in any case", "retry-after is not seen");
}

void check_headers(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const auto step = answered(subject);
  if (!step) return;
  json many = json::array();
  for (int i = 0; i < 2000; ++i) many.push_back(json::array({"X-Many", std::string(100, 'x')}));
  const json twice = json::array({json::array({"Retry-After", "1"}), json::array({"Retry-After", "-1"}),
                                  json::array({"X-Message-Id", "a"}), json::array({"X-Message-Id", "b"}),
                                  json::array({"Content-Type", "text/html"}),
                                  json::array({"Content-Type", "application/json"})});
  for (const json& headers : {json::array(), many, twice, json::array({json::array({"", ""})})})
    for (const int status : {200, 201, 400, 429, 500})
      for (const char* body : {"{}", kRich})
        judge_verdict(
            subject, *step,
            subject.on_response(*step, {.status = status, .body = body, .headers_json = headers.dump()}),
            "odd headers, HTTP " + std::to_string(status));
}

void check_commits(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const auto step = answered(subject);
  if (!step || commits(subject)) return;
  for (const int status : {200, 201, 202})
    findings.expect(
        kind_of(subject.on_response(
            *step, {.status = status, .body = kRich, .headers_json = kRichHeaders})) != "accepted",
        "commits true on the request that sends the message", "accepted after a request with commits false");
}

void check_errors(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const auto step = answered(subject);
  if (!step) return;
  for (const int status : {200, 400, 401, 403, 500})
    judge_verdict(
        subject, *step,
        subject.on_response(
            *step,
            {.status = status,
             .body =
                 R"({"error":{"code":"x","message":"no"},"code":"x","message":"no","description":"no"})"}),
        "an error of the provider");
}

constexpr Check kResponseChecks[]{
    {"response.statuses", "Every HTTP status gets a verdict that is right for it", &check_statuses},
    {"response.bodies", "Every body gets a verdict, and what cannot be read convinces nobody", &check_bodies},
    {"response.waits", "Retry-After is understood or ignored, never believed blindly", &check_waits},
    {"response.headers", "Repeated, many and empty headers do no harm", &check_headers},
    {"response.commits", "A request that sends says so", &check_commits},
    {"response.errors", "Errors of the provider lead to verdicts without secrets", &check_errors}};

}  // namespace

std::span<const Check> response_checks() { return kResponseChecks; }

}  // namespace herald::kit
