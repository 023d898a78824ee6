// Routes, events, jobs and filters, called as the host calls them and as it never would.
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/answer_rules.hpp"
#include "sdk/tools/plugin/checks.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// All calls of one kind, each answer judged.
void check_answers(const Target& target, Findings& findings, const char* op) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const FeatureStep& step : subject.calls().of(op))
    judge_answer(subject, subject.calls(), step, subject.call(step));
}

/// Members that a later host may add. Where a schema speaks of the content the host refuses them first.
void add_unknown(json& input, const std::string& op) {
  input["zz_unknown"] = {{"a", 1}};
  for (const char* part : {"event", "job", "message", "query"})
    if (input.contains(part) && input[part].is_object() && (op != "route" || part != std::string{"query"}))
      input[part]["zz_unknown"] = "x";
}

void check_tolerance(const Target& target, Findings& findings, const char* op) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const FeatureStep& step : subject.calls().of(op)) {
    const Outcome usual = subject.call(step);
    json input = json::parse(step.input);
    findings.expect(subject.call({step.op, step.name, input.dump(2)}) == usual,
                    "the same answer however the JSON is written", step.op + " " + step.name);
    add_unknown(input, op);
    const Outcome more = subject.call({step.op, step.name, input.dump()});
    findings.expect(more == usual, "unknown members to be ignored",
                    step.op + " " + step.name + ": " + shown(more.ok() ? more.json : more.reason));
  }
}

/// Calls with `input` and holds what must hold of any answer: an end, and a JSON object or a reason.
void call_with(Subject& subject, const FeatureStep& step, std::string input) {
  const Outcome made = subject.call({step.op, step.name, std::move(input)});
  if (made.ok())
    subject.findings().expect(read(made).is_object(), "an answer that is a JSON object", shown(made.json));
}

const std::vector<json>& odd_values() {
  static const std::vector<json> all{json{},
                                     json(0),
                                     json(-1),
                                     json(1.5),
                                     json(true),
                                     json(""),
                                     json("text"),
                                     json::array(),
                                     json::array({1, "a", nullptr}),
                                     json::object(),
                                     json{{"a", 1}},
                                     json(INT64_MAX),
                                     json(std::string(std::size_t{1} << 20U, 'x'))};
  return all;
}

/// Each member of an object, and of the objects in it, absent and of every kind in turn.
void call_changed(Subject& subject, const FeatureStep& step, const json& whole, json& place, int depth) {
  if (!place.is_object() || depth > 3) return;
  std::vector<std::string> names;
  for (const auto& [name, value] : place.items()) names.push_back(name);
  for (const std::string& name : names) {
    const json before = place[name];
    place.erase(name);
    call_with(subject, step, whole.dump());
    for (const json& odd : odd_values()) {
      place[name] = odd;
      call_with(subject, step, whole.dump());
    }
    place[name] = before;
    call_changed(subject, step, whole, place[name], depth + 1);
  }
}

/// The first call of each name is enough for what is hostile.
std::vector<FeatureStep> one_of_each(const std::vector<FeatureStep>& steps) {
  std::vector<FeatureStep> out;
  for (const FeatureStep& step : steps)
    if (std::ranges::find(out, step.name, &FeatureStep::name) == out.end()) out.push_back(step);
  return out;
}

void check_hostile_calls(const Target& target, Findings& findings, const char* op) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const std::string deep = std::string(20'000, '[') + std::string(20'000, ']');
  for (const FeatureStep& step : one_of_each(subject.calls().of(op))) {
    for (const std::string& text :
         {std::string{}, std::string{"{"}, std::string{"{}"}, std::string{"[]"}, std::string{"null"},
          std::string{"0"}, std::string{"\"text\""}, std::string{"\xff\xfe"},
          std::string{"{\"body\":\"\xff\xc0\x80\"}"}, std::string{"{\"body\":null,\"body\":1}"}, deep,
          std::string(std::size_t{1} << 20U, 'x')})
      call_with(subject, step, text);
    json input = json::parse(step.input);
    call_changed(subject, step, input, input, 1);
    for (std::size_t cut = 1; cut < step.input.size(); cut += 1 + step.input.size() / 40)
      call_with(subject, step, step.input.substr(0, cut));
  }
  for (const FeatureStep& step : subject.calls().of(op))  // and it goes on as before
    judge_answer(subject, subject.calls(), step, subject.call(step));
}

/// A cursor is opaque to clients, so it comes back changed; that is theirs to mend.
void check_cursor(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  for (const FeatureStep& step : one_of_each(subject.calls().of("route"))) {
    if (subject.calls().subject_of(step).value("paged", json{}) != true) continue;
    json input = json::parse(step.input);
    input["query"]["cursor"] = "no-cursor-at-all";
    const Outcome made = subject.call({step.op, step.name, input.dump()});
    findings.expect(made.ok() && read(made).contains("problem"), "a problem for a cursor that is none",
                    step.name + ": " + shown(made.ok() ? made.json : made.reason));
  }
}

constexpr Check kAnswerChecks[]{
    {"route.answers", "Routes answer what the host can commit and show",
     [](const Target& target, Findings& findings) { check_answers(target, findings, "route"); }},
    {"route.tolerance", "Unknown members and other spacing change no answer of a route",
     [](const Target& target, Findings& findings) { check_tolerance(target, findings, "route"); }},
    {"route.hostile", "Routes take any input",
     [](const Target& target, Findings& findings) { check_hostile_calls(target, findings, "route"); }},
    {"route.cursor", "A cursor that is none is the client's problem", &check_cursor},
    {"event.answers", "Events are answered by what the host can commit",
     [](const Target& target, Findings& findings) { check_answers(target, findings, "event"); }},
    {"event.tolerance", "Unknown members and other spacing change no answer to an event",
     [](const Target& target, Findings& findings) { check_tolerance(target, findings, "event"); }},
    {"event.hostile", "Events take any input",
     [](const Target& target, Findings& findings) { check_hostile_calls(target, findings, "event"); }},
    {"job.answers", "Jobs are answered by what the host can commit",
     [](const Target& target, Findings& findings) { check_answers(target, findings, "job"); }},
    {"job.tolerance", "Unknown members and other spacing change no answer of a job",
     [](const Target& target, Findings& findings) { check_tolerance(target, findings, "job"); }},
    {"job.hostile", "Jobs take any input",
     [](const Target& target, Findings& findings) { check_hostile_calls(target, findings, "job"); }},
    {"filter.answers", "Filters answer texts or a verdict",
     [](const Target& target, Findings& findings) { check_answers(target, findings, "filter"); }},
    {"filter.tolerance", "Unknown members and other spacing change no answer of a filter",
     [](const Target& target, Findings& findings) { check_tolerance(target, findings, "filter"); }},
    {"filter.hostile", "Filters take any input",
     [](const Target& target, Findings& findings) { check_hostile_calls(target, findings, "filter"); }}};

}  // namespace

std::span<const Check> answer_checks() { return kAnswerChecks; }

}  // namespace herald::kit
