// Op price: asked as the host asks it, a while after a message was sent.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/plan_rules.hpp"
#include "sdk/tools/plugin/verdict_rules.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

constexpr const char* kPricedId = "SM0192f0c400007000800000000000d001";

bool knows_prices(Subject& subject) {
  const json ops = subject.facts().value("ops", json::array());
  return ops.is_array() && std::ranges::find(ops, json("price")) != ops.end();
}

/// The question for the example message, which the provider knows by that id.
Step price_step(Subject& subject) {
  json input = json::parse(subject.sample().input);
  json& message = input["message"];
  for (const char* key : {"text", "html", "subject", "attachments", "options", "metadata", "message_class"})
    message.erase(key);
  message["attempted_ms"] = input.value("now_ms", std::int64_t{0}) - 900'000;
  message["provider_id"] = kPricedId;
  input.erase("callback_url");
  return {.op = "price", .input = input.dump(), .account = subject.sample().account};
}

/// What bodies hold that tell the state of a message, in words that are not the plugin's own.
std::vector<std::string> price_bodies() {
  const json bare{{"id", kPricedId}, {"sid", kPricedId}, {"message_id", kPricedId}, {"status", "delivered"}};
  std::vector<std::string> bodies{"", "{}", "<html>", "[]", "null", "\xff\xfe", bare.dump()};
  const json prices[]{nullptr, "",     "-0.00750",    "0.0075",       -0.0075,
                      7500,    "free", json::array(), json::object(), "99999999999999999999",
                      "-1e400"};
  const json currencies[]{nullptr, "USD", "usd", "", 840};
  for (const json& price : prices)
    for (const json& currency : currencies) {
      json one = bare;
      one.update({{"price", price}, {"price_unit", currency}, {"currency", currency}, {"cost", price}});
      bodies.push_back(one.dump());
    }
  return bodies;
}

/// What the host takes for an answer: at most one receipt, for that message and with its cost.
void judge_told(const json& verdict, const std::string& when, Findings& findings) {
  const json events = verdict.value("events", json::array());
  findings.expect(events.size() <= 1, "at most one event about a price", when + ": " + shown(events.dump()));
  for (const json& event : events) {
    if (!event.is_object()) continue;
    findings.expect(event.value("kind", json{}) == "receipt", "a price as a receipt",
                    when + ": " + shown(event.dump()));
    findings.expect(event.value("provider_id", json{}) == kPricedId, "the provider_id that was asked for",
                    when + ": " + shown(event.value("provider_id", json{}).dump()));
    findings.expect(event.contains("cost_micros"), "a receipt with the cost, or none while there is none",
                    when + ": " + shown(event.dump()));
  }
}

void judge_price(Subject& subject, const Step& step, const Answer& answer) {
  const std::string when = "price, HTTP " + std::to_string(answer.status);
  const Outcome made = subject.on_response(step, answer);
  judge_verdict(subject, step, made, when);
  const json known{"events", "rejected", "retry", "rate_limited", "auth_failed", "unknown", "continue"};
  const std::string kind = kind_of(made);
  subject.findings().expect(std::ranges::find(known, json(kind)) != known.end(),
                            "events, or why there are none", when + ": " + kind);
  if (kind != "events") return;
  subject.findings().expect(answer.status / 100 == 2, "no price out of an answer that refuses", when);
  judge_told(read(made)["verdict"], when, subject.findings());
}

void check_price(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready() || !knows_prices(subject)) return;
  Step step = price_step(subject);
  const Outcome made = subject.plan(step);
  judge_plan(subject, step, made);
  const json plan = read(made);
  if (!plan.is_object() || !plan.contains("request"))
    return findings.add("a request for the price of the example message",
                        shown(made.ok() ? made.json : made.reason));
  findings.expect(plan["request"].value("commits", json{}) == false, "commits false in price", "true");
  findings.expect(plan.dump().find(kPricedId) != std::string::npos,
                  "the provider_id in the request for its price", shown(made.json));
  findings.expect(subject.plan(step) == made, "the same request for the same question", "another one");
  if (plan.contains("state")) step.state = plan["state"].dump();
  const std::vector<std::string> bodies = price_bodies();
  for (const int status : {100, 200, 301, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504})
    for (const std::string& body : bodies) judge_price(subject, step, {.status = status, .body = body});
}

constexpr Check kPriceChecks[]{{"price.answers",
                                "A price is asked for without committing, and told as one receipt at most",
                                &check_price}};

}  // namespace

std::span<const Check> price_checks() { return kPriceChecks; }

}  // namespace herald::kit
