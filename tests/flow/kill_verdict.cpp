#include "tests/flow/kill_verdict.hpp"

#include <nlohmann/json.hpp>
#include <set>

namespace herald::test {
namespace {

using nlohmann::json;

bool taken_by_provider(const std::string& status) {
  return status == "SENT" || status == "DELIVERED" || status == "READ" || status == "BOUNCED";
}

bool is_final(const std::string& status) {
  return taken_by_provider(status) || status == "UNKNOWN" || status == "FAILED";
}

/// An attempt that ended without an answer is on record, whatever became known later.
bool admits_unknown(const json& message) {
  for (const json& attempt : message.at("attempts"))
    if (attempt.at("state") == "UNKNOWN") return true;
  for (const json& row : message.at("timeline"))
    if (row.at("type") == "message.unknown") return true;
  return false;
}

class Comparison {
 public:
  explicit Comparison(const KillRecords& records) : records_{records} {}

  KillVerdict run() {
    for (const json& message : records_.stored) look_at(message);
    for (const Posted& posted : records_.posted) look_at(posted);
    for (const auto& [text, count] : records_.wire) look_at(text, count);
    return std::move(verdict_);
  }

 private:
  void complain(const std::string& text) { verdict_.complaints.push_back(text); }

  void look_at(const json& message) {
    const std::string text = message.at("message_body");
    const std::string status = message.at("status");
    ++verdict_.stored;
    verdict_.unknown += status == "UNKNOWN" ? 1 : 0;
    verdict_.failed += status == "FAILED" ? 1 : 0;
    if (!by_text_.emplace(text, message.at("id")).second) complain(text + ": stored twice");
    if (!is_final(status)) complain(text + ": is " + status + " in the end");
    if (taken_by_provider(status) && !records_.wire.contains(text))
      complain(text + ": " + status + ", but the far side has not read it");
  }

  void look_at(const Posted& posted) {
    if (posted.id.empty()) {
      ++verdict_.unanswered;
      return;
    }
    ++verdict_.answered;
    const auto found = by_text_.find(posted.text);
    if (found == by_text_.end())
      return complain(posted.text + ": answered 201 with " + posted.id + ", but lost");
    if (found->second != posted.id)
      complain(posted.text + ": answered as " + posted.id + ", stored as " + found->second);
  }

  void look_at(const std::string& text, int count) {
    verdict_.wire += count;
    const auto found = by_text_.find(text);
    if (found == by_text_.end()) return complain(text + ": on the wire, but not stored");
    if (count == 1) return;
    ++verdict_.duplicates;
    if (!admits_unknown(records_.detail(found->second)))
      complain(text + ": " + std::to_string(count) + " times on the wire, and no UNKNOWN says so");
  }

  const KillRecords& records_;
  KillVerdict verdict_{};
  std::map<std::string, std::string> by_text_{};  ///< text → id
};

}  // namespace

KillVerdict compare(const KillRecords& records) { return Comparison{records}.run(); }

KillVerdict judge(std::vector<Posted> posted, Tenant& tenant, const FarSide& far) {
  KillRecords records{.posted = std::move(posted),
                      .stored = tenant.messages(),
                      .detail = [&](const std::string& id) { return tenant.message(id); }};
  for (const json& line : far.log()) ++records.wire[line.at("text")];
  return compare(records);
}

json to_json(const KillVerdict& verdict) {
  return {{"answered", verdict.answered},     {"unanswered", verdict.unanswered},
          {"stored", verdict.stored},         {"wire", verdict.wire},
          {"unknown", verdict.unknown},       {"failed", verdict.failed},
          {"duplicates", verdict.duplicates}, {"violations", verdict.complaints.size()}};
}

bool comes_to_rest(Tenant& tenant) {
  return eventually(
      [&] {
        for (const char* status : {"QUEUED", "SENDING"}) {
          const HttpReply page = tenant.call("GET", std::string{"/messages?limit=1&status="} + status);
          if (page.status != 200 || !json::parse(page.body).at("data").empty()) return false;
        }
        return true;
      },
      std::chrono::seconds{120} * kPace);
}

}  // namespace herald::test
