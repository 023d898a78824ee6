#include "plugins/providers/sendgrid/event.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/sendgrid/error_table.hpp"
#include "plugins/providers/sendgrid/mark.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kKeyBytes = 170;  // leaves room for our suffixes below the host's 190
constexpr std::size_t kIdBytes = 255;
constexpr std::size_t kReferenceBytes = 64;
constexpr std::int64_t kEndOfTime = 253'402'300'799;  // of year 9999

/// What the element is about. [value]
struct Subject {
  std::string word{};  ///< of the event
  std::string provider_id{};
  std::string attempt_ref{};
  std::string key{};  ///< equal when SendGrid repeats the same fact
};

Subject subject_of(const json& element) {
  Subject out{text_at(element, "event"), message_id(text_at(element, "sg_message_id")),
              text_at(element, kAttemptMark), text_at(element, "sg_event_id")};
  if (out.provider_id.size() > kIdBytes) out.provider_id.clear();
  if (out.attempt_ref.size() > kReferenceBytes) out.attempt_ref.clear();
  if (out.key.empty())
    out.key = (out.provider_id.empty() ? out.attempt_ref : out.provider_id) + ":" + out.word + ":" +
              text_at(element, "timestamp");
  out.key = cut(out.key, kKeyBytes);
  return out;
}

void add_time(const json& element, json& event) {
  const auto at = element.find("timestamp");
  if (at == element.end() || !at->is_number_integer()) return;
  if (const auto seconds = at->get<std::int64_t>(); seconds > 0 && seconds <= kEndOfTime)
    event["occurred_at_ms"] = seconds * 1000;
}

void add_reason(const json& element, Failure failure, json& event) {
  const std::string code = text_at(element, "status");
  event["class"] = error_class(failure);
  event["code"] = code.empty() ? text_at(element, "event") : cut(code, 64);
  const std::string text = redacted(text_at(element, "reason"), {});
  if (!text.empty()) event["text"] = text;
}

/// A blocked message says nothing about the address, which may well work later.
Failure blocked_failure(const json& element) {
  const Failure found = bounce_failure(text_at(element, "bounce_classification"), {});
  return found == Failure::InvalidRecipient ? Failure::RetryLater : found;
}

void read_bounce(const json& element, json& event) {
  const std::string type = text_at(element, "type");
  event["state"] = type == "blocked" || type == "expired" ? "FAILED" : "BOUNCED";
  if (type == "expired") return add_reason(element, Failure::RetryLater, event);
  if (type == "blocked") return add_reason(element, blocked_failure(element), event);
  const std::string classification = text_at(element, "bounce_classification");
  add_reason(element, bounce_failure(classification, text_at(element, "status")), event);
}

bool by_machine(const json& element) {
  const auto mark = element.find("sg_machine_open");
  return mark != element.end() && mark->is_boolean() && mark->get<bool>();
}

/// Fills in state and reasons; false for a word that is no receipt.
bool read_state(const json& element, const std::string& word, json& event) {
  if (word == "processed" || word == "deferred") {
    event["state"] = "SENT";
    const std::string text = redacted(text_at(element, "response"), {});
    if (word == "deferred" && !text.empty()) event["text"] = text;
  } else if (word == "delivered") {
    event["state"] = "DELIVERED";
  } else if (word == "click" || (word == "open" && !by_machine(element))) {
    event["state"] = "READ";
  } else if (word == "bounce") {
    read_bounce(element, event);
  } else if (word == "dropped") {
    event["state"] = "FAILED";
    add_reason(element, drop_failure(text_at(element, "reason")), event);
  } else {
    return false;
  }
  return true;
}

/// The events of a copy's recipient say nothing about the addressee.
bool of_copy(const json& element) {
  const std::string addressee = text_at(element, kAddresseeMark);
  return !addressee.empty() && lower(addressee) != lower(text_at(element, "email"));
}

void add_receipt(const json& element, const Subject& subject, json& events) {
  if (of_copy(element) || (subject.provider_id.empty() && subject.attempt_ref.empty())) return;
  json event{{"kind", "receipt"}, {"detail", subject.word}, {"dedupe_key", subject.key}};
  if (!read_state(element, subject.word, event)) return;
  if (const std::string type = text_at(element, "type"); subject.word == "bounce" && !type.empty())
    event["detail"] = cut("bounce:" + type, 100);
  if (!subject.provider_id.empty()) event["provider_id"] = subject.provider_id;
  if (!subject.attempt_ref.empty()) event["attempt_ref"] = subject.attempt_ref;
  add_time(element, event);
  events.push_back(std::move(event));
}

/// Why nothing may be sent to the recipient any more, or what else a drop says of it.
std::optional<Failure> end_of(const json& element, const std::string& word) {
  if (word == "unsubscribe" || word == "group_unsubscribe") return Failure::OptOut;
  if (word == "spamreport") return Failure::Complaint;
  if (word == "dropped") return drop_failure(text_at(element, "reason"));
  return std::nullopt;
}

/// A complaint is more than an opt-out: nobody lifts it by writing to us.
bool complains(std::optional<Failure> end) { return end == Failure::Complaint; }
bool opts_out(std::optional<Failure> end) { return end == Failure::OptOut || complains(end); }

/// What the person said, in SendGrid's word and with the group it is about.
std::string wish_text(const json& element, const std::string& word) {
  const std::string group = text_at(element, "asm_group_id");
  return group.empty() ? word : word + " " + cut(group, 20);
}

void add_wish(const json& element, const Subject& subject, json& events) {
  const auto end = end_of(element, subject.word);
  const bool out = opts_out(end);
  const std::string address = text_at(element, "email");
  if ((!out && subject.word != "group_resubscribe") || address.empty()) return;
  json event{{"kind", out ? "opt_out" : "opt_in"},
             {"address", address},
             {"text", wish_text(element, subject.word)},
             {"dedupe_key", subject.key + (out ? ":opt_out" : ":opt_in")}};
  if (complains(end)) event["reason"] = "complaint";
  add_time(element, event);
  events.push_back(std::move(event));
}

}  // namespace

std::string message_id(std::string_view text) {
  for (const std::string_view mark : {".filter", ".recvd"})
    if (const std::size_t at = text.find(mark); at != std::string_view::npos)
      return std::string(text.substr(0, at));
  return std::string(text.substr(0, text.find('.')));
}

void add_events(const json& element, Account::Sharing sharing, json& events) {
  if (!element.is_object()) return;
  const Subject subject = subject_of(element);
  const bool marked = !subject.attempt_ref.empty();
  if (marked || sharing == Account::Sharing::Ours) add_receipt(element, subject, events);
  if (marked) add_wish(element, subject, events);
}

}  // namespace herald::sendgrid
