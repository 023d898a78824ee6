// What the host accepts of an answer: checks, writes, commands, reply, texts, verdict, problem.
#include "sdk/tools/plugin/answer_rules.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/feature_schema.hpp"
#include "sdk/tools/plugin/sheet_members.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;
using Need = Members::Need;

constexpr std::size_t kAnswerMostBytes = std::size_t{1} << 20U;
constexpr std::size_t kMostOrderBytes = std::size_t{256} * 1024, kMostPublishedBytes = 4096;
constexpr std::int64_t kLargest = INT64_MAX;
constexpr std::int64_t kLongestHoldMs = 366LL * 24 * 3600 * 1000;

bool is_record_id(const std::string& text) {
  static const std::regex kId{"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"};
  return text.size() == 36 && std::regex_match(text, kId);
}

/// Reads one answer.
class AnswerReader final {
 public:
  AnswerReader(const FeatureSample& sample, const FeatureStep& step) : sample_{sample}, step_{step} {}

  Flaws read(const json& answer) {
    if (!answer.is_object())
      flaws_.push_back({"", "an answer that is a JSON object", answer.dump()});
    else if (answer.contains("problem"))
      read_problem(answer["problem"]);
    else if (step_.op == "filter")
      read_filtered(answer);
    else
      read_consequences(answer);
    return std::move(flaws_);
  }

 private:
  void flaw(std::string pointer, std::string expected, std::string found) {
    flaws_.push_back({std::move(pointer), std::move(expected), std::move(found)});
  }

  void read_problem(const json& problem) {
    static const std::regex kReason{"[a-z0-9_]{1,64}"};
    if (!problem.is_object()) return flaw("/problem", "a problem that is an object", problem.dump());
    const json kind = problem.value("kind", json{}), reason = problem.value("reason", json{}),
               detail = problem.value("detail", json{}), errors = problem.value("errors", json::array());
    const json kinds{"invalid", "not_found", "conflict", "stale", "too_large"};
    if (std::ranges::find(kinds, kind) == kinds.end())
      flaw("/problem/kind", "a problem of kind invalid, not_found, conflict, stale or too_large",
           kind.dump());
    if (!reason.is_string() || !std::regex_match(reason.get<std::string>(), kReason))
      flaw("/problem/reason", "a reason of a-z 0-9 _ (64 at most)", reason.dump());
    if (!detail.is_string() || detail == "") flaw("/problem/detail", "a detail for people", detail.dump());
    if (!errors.is_array()) return flaw("/problem/errors", "an array of errors", errors.dump());
    for (const json& one : errors)
      if (!one.is_object() || !one.value("pointer", json{}).is_string() ||
          !one.value("text", json{}).is_string())
        flaw("/problem/errors", "errors of the shape {\"pointer\",\"text\"}", one.dump());
  }

  void read_filtered(const json& answer) {
    Members in{answer, "", flaws_};
    const bool policy = sample_.subject_of(step_).value("stage", json{}) == "policy";
    const json made = in.value(policy ? "verdict" : "message", Need::Required);
    if (made.is_null()) return;
    Members inner{made, policy ? "/verdict" : "/message", flaws_};
    if (policy) return read_verdict(inner);
    inner.text("subject", Need::Optional, 0, 998);
    inner.text("message_body", Need::Optional);
    inner.text("message_html", Need::Optional);
    inner.text("message_class", Need::Optional, 0, 16);
    inner.text("template_id", Need::Required, 1, 36);
    inner.integer("template_version", Need::Required, 1, kLargest);
  }

  void read_verdict(Members& in) {
    static const std::regex kReason{"[a-z0-9_]{1,64}"};
    const json kind = in.value("kind", Need::Required);
    const json kinds{"allow", "refuse", "hold"};
    if (std::ranges::find(kinds, kind) == kinds.end())
      in.complain("kind", "a verdict allow, refuse or hold", kind.dump());
    const bool says_no = kind == "refuse" || kind == "hold";
    const std::string reason = in.text("reason", says_no ? Need::Required : Need::Optional, 0, 64);
    if (says_no && !std::regex_match(reason, kReason)) in.complain("reason", "a word of a-z 0-9 _ as reason");
    in.text("text", Need::Optional, 0, 500);
    const std::string until = in.text("until", kind == "hold" ? Need::Required : Need::Optional);
    if (kind != "hold") return;
    const json input = json::parse(step_.input, nullptr, false);
    const auto end = sdk::testing::time_ms(until);
    const auto at = sdk::testing::time_ms(input.value("at", std::string{kSampleNow}));
    if (!end || *end <= at.value_or(0) || *end > at.value_or(0) + kLongestHoldMs)
      in.complain("until", "until after at, at most 366 days later (RFC 3339)");
  }

  void read_consequences(const json& answer) {
    Members in{answer, "", flaws_};
    if (answer.value("checks", json::array()).size() > 100)
      in.complain("checks", "at most 100 checks", std::to_string(answer["checks"].size()));
    else
      in.each("checks", Need::Optional, 100, [&](Members& one) {
        read_target(one, Need::Required);
        one.text("pointer", Need::Optional, 0, 256);
      });
    in.each("writes", Need::Optional, 100, [&](Members& one) { read_write(one); });
    in.each("commands", Need::Optional, 20, [&](Members& one) { read_command(one); });
    if (step_.op == "job") in.boolean("again", Need::Optional);
    if (step_.op == "route") read_reply(answer, in.value("reply", Need::Optional));
    if (flaws_.empty()) try_writes(answer);
  }

  std::string read_target(Members& in, Need need) {
    const std::string name = in.text("collection", Need::Required);
    if (std::ranges::find(sample_.records.collections(), name, &sdk::testing::RecordCollection::name) ==
        sample_.records.collections().end())
      in.complain("collection", "the name of a collection of this plugin");
    std::string id = in.text("id", need);
    if (!id.empty() && !is_record_id(id)) in.complain("id", "the id of a record");
    in.integer("rev", Need::Optional, 1, kLargest);
    return id;
  }

  void read_write(Members& in) {
    const std::string kind = in.one_of("kind", Need::Required, {"insert", "update", "delete"});
    const bool insert = kind == "insert";
    const std::string id = read_target(in, insert ? Need::Optional : Need::Required);
    if (insert && (!id.empty() || !in.value("rev", Need::Optional).is_null()))
      in.complain("id", "no id and rev of an insert: the host makes them");
    if (!id.empty() && std::ranges::find(ids_, id) != ids_.end())
      in.complain("id", "one write for each record of an answer", id);
    ids_.push_back(id);
    if (const std::string ref = in.text("ref", Need::Optional, 0, 64); !ref.empty()) refs_.push_back(ref);
    const json values = in.value("values", insert ? Need::Required : Need::Optional);
    if (!values.is_null() && !values.is_object()) in.complain("values", "an object of values");
    const json add = in.value("add", Need::Optional);
    if (!add.is_null() && (!add.is_object() || kind != "update"))
      in.complain("add", "an object in an update");
  }

  void read_command(Members& in) {
    const std::string kind = in.one_of("kind", Need::Required, {"send", "schedule", "publish"});
    if (kind == "publish") return read_publication(in);
    const json message = in.value("message", Need::Optional);
    if (!message.is_object()) return in.complain("message", "an object message");
    if (message.dump(-1, ' ', false, json::error_handler_t::replace).size() > kMostOrderBytes)
      in.complain("message", "a message of at most 256 KiB", "a larger one");
    const bool timed = !message.value("schedule_for", json{}).is_null();
    if (kind == "schedule" && !timed) in.complain("message", "schedule_for in a message to schedule");
    if (kind == "send" && timed) in.complain("message", "no schedule_for in a message to send now");
    for (const char* name : {"channel_id", "to_address"})
      if (!message.value(name, json("")).is_string()) in.complain("message", std::string{"a text "} + name);
  }

  void read_publication(Members& in) {
    static const std::regex kName{"[a-z_]+"};
    const std::string type = in.text("type", Need::Required, 1, 30);
    if (!std::regex_match(type, kName)) in.complain("type", "a type of letters a-z and _");
    in.text("subject", Need::Required, 1, 64);
    const json data = in.value("data", Need::Optional);
    if (data.is_null()) return;
    if (!data.is_object()) in.complain("data", "an object data");
    if (data.dump(-1, ' ', false, json::error_handler_t::replace).size() > kMostPublishedBytes)
      in.complain("data", "data of at most 4096 bytes", "more");
  }

  [[nodiscard]] bool is_ref(const std::string& name) const {
    return std::ranges::find(refs_, name) != refs_.end();
  }

  void read_reply(const json& answer, const json& reply) {
    if (!answer.contains("reply")) return fit_body(json{}, {});
    Members in{reply, "/reply", flaws_};
    const json body = in.value("body", Need::Optional);
    if (const std::string made = in.text("made", Need::Optional); !made.empty() && !is_ref(made))
      in.complain("made", "the ref of a write");
    const json etag = in.value("etag", Need::Optional);
    if (!etag.is_null() && !etag.is_number_integer() &&
        !(etag.is_string() && is_ref(etag.get<std::string>())))
      in.complain("etag", "a number or the ref of a write as etag");
    const json fill = in.value("fill", Need::Optional);
    json filled = json::object();
    if (!fill.is_null() && !fill.is_object()) return in.complain("fill", "an object fill");
    for (const auto& [name, reference] : fill.items()) {
      const std::string text = reference.is_string() ? reference.get<std::string>() : "";
      const std::string fact = text.substr(std::min(text.rfind('.'), text.size() - 1) + 1);
      const json facts{{"id", "01920000-0000-7000-8000-000000000001"},
                       {"rev", 1},
                       {"created_at", kSampleNow},
                       {"updated_at", kSampleNow}};
      if (text.empty() || !is_ref(text.substr(0, text.rfind('.'))) || !facts.contains(fact))
        in.complain("fill", "the ref of a write with .id, .rev, .created_at or .updated_at",
                    reference.dump());
      else
        filled[name] = facts[fact];
    }
    if (flaws_.empty()) fit_body(body, filled);
  }

  /// The OpenAPI document says what clients may expect.
  void fit_body(json body, const json& filled) {
    const json route = sample_.subject_of(step_);
    const json name = route.is_object() ? route.value("response", json{}) : json{};
    if (!name.is_string() || name == "") return;
    if (!filled.empty() && body.is_object()) body.update(filled);
    for (const std::string& misfit :
         misfits({{"$ref", "#/$defs/" + name.get<std::string>()}}, sample_.schemas(), body))
      flaw("/reply/body", "a body that fits its schema " + name.get<std::string>(), misfit);
  }

  void try_writes(const json& answer) {
    sdk::testing::Records records = sample_.records;
    try {
      records.commit(kSampleTenant, answer.dump());
    } catch (const sdk::testing::RecordsRefusal& refusal) {
      if (refusal.status() == HERALD_INVALID)
        flaw("/writes", "writes that fit their collections", refusal.what());
    }
  }

  const FeatureSample& sample_;
  const FeatureStep& step_;
  Flaws flaws_{};
  std::vector<std::string> refs_{}, ids_{};
};

}  // namespace

void judge_answer(Subject& subject, const FeatureSample& sample, const FeatureStep& step,
                  const Outcome& made) {
  if (!made.ok()) return;  // its reason was judged
  Findings& findings = subject.findings();
  const std::string who = step.op + " " + step.name + ": ";
  findings.expect(made.json.size() <= kAnswerMostBytes, who + "an answer of at most 1 MiB",
                  std::to_string(made.json.size()) + " bytes");
  const json answer = json::parse(made.json, nullptr, false);
  if (answer.is_discarded()) return findings.add(who + "an answer that is a JSON object", shown(made.json));
  for (const Flaw& one : AnswerReader{sample, step}.read(answer))
    findings.add(who + one.expected, (one.pointer.empty() ? "" : one.pointer + " ") + shown(one.found));
}

}  // namespace herald::kit
