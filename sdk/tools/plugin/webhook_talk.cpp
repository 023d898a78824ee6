#include "sdk/tools/plugin/webhook_talk.hpp"

#include <nlohmann/json.hpp>

namespace herald::kit {
namespace {

using nlohmann::json;

constexpr int kNotFound = 404;

Answer answer_to(const json& request, const KnownAnswers& answers) {
  const json url = request.is_object() ? request.value("url", json{}) : json{};
  const auto known = url.is_string() ? answers.find(url.get<std::string>()) : answers.end();
  return known == answers.end() ? Answer{.status = kNotFound} : known->second;
}

}  // namespace

Outcome webhook_talk(Subject& subject, const Step& step, const KnownAnswers& answers) {
  Step now = step;
  Outcome made = subject.plan(now);
  for (int i = 0; i < kMostWebhookRequests && kind_of(made) == "request"; ++i) {
    const json plan = read(made);
    if (plan.contains("state")) now.state = plan.at("state").dump();
    const Outcome judged = subject.on_response(now, answer_to(plan.at("request"), answers));
    if (kind_of(judged) != "continue") return judged;
    const json next = read(judged).value("continue", json::object());
    now.state = next.is_object() ? next.value("state", json::object()).dump() : "{}";
    made = subject.plan(now);
  }
  return made;
}

bool is_disbelieved(const Outcome& talked) {
  const std::string kind = kind_of(talked);
  if (kind == "refused" || kind == "retry") return true;
  const json verdict = read(talked).value("verdict", json::object());
  return kind == "events" && verdict.value("events", json::array()).empty();
}

}  // namespace herald::kit
