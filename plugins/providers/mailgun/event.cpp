#include "plugins/providers/mailgun/event.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "plugins/providers/mailgun/error_table.hpp"
#include "plugins/providers/mailgun/fields.hpp"
#include "plugins/providers/parts/address.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kMessageIdBytes = 255;
constexpr std::size_t kReferenceBytes = 64;
constexpr double kEndOfTime = 253'402'300'799.0;  // of year 9999

/// What the event is about. [value]
struct Subject {
  std::string word{};
  std::string provider_id{};
  std::string attempt_ref{};
  std::string recipient{};
  std::string key{};  ///< equal when Mailgun repeats the same fact
};

Subject subject_of(const json& data, const Digest& sha256_hex) {
  const json& headers = object_at(object_at(data, "message"), "headers");
  Subject out{text_at(data, "event"), bare_id(text_at(headers, "message-id")),
              text_at(object_at(data, "user-variables"), kAttemptMark.data()), text_at(data, "recipient")};
  if (out.recipient.empty()) out.recipient = read_mailbox(text_at(headers, "to")).email;
  if (out.provider_id.size() > kMessageIdBytes) out.provider_id.clear();
  if (out.attempt_ref.size() > kReferenceBytes) out.attempt_ref.clear();
  out.key = sha256_hex(out.provider_id + "\n" + out.recipient + "\n" + out.word + "\n" +
                       text_at(data, "timestamp") + "\n" + text_at(data, "id"));
  return out;
}

void add_time(const json& data, json& event) {
  const auto at = data.find("timestamp");
  if (at == data.end() || !at->is_number()) return;
  if (const auto seconds = at->get<double>(); seconds >= 1 && seconds <= kEndOfTime)
    event["occurred_at_ms"] = static_cast<std::int64_t>(seconds * 1000);
}

/// Whether a text is 5, a dot, up to three digits, a dot and up to three digits (RFC 3463).
bool is_enhanced(std::string_view word) {
  if (!word.starts_with("5.")) return false;
  word.remove_prefix(2);
  const std::size_t dot = word.find('.');
  const auto number = [](std::string_view part) {
    return !part.empty() && part.size() <= 3 && part.find_first_not_of("0123456789") == part.npos;
  };
  return dot != word.npos && number(word.substr(0, dot)) && number(word.substr(dot + 1));
}

/// RFC 3463 code: its own member, else the first such word of the receiving side's text.
std::string enhanced_code(const json& status) {
  if (std::string code = text_at(status, "enhanced-code"); !code.empty()) return cut(code, 64);
  const std::string text = text_at(status, "message");
  constexpr const char* kPart = "0123456789.";
  for (std::size_t at = text.find_first_of(kPart); at != text.npos;) {
    const std::size_t end = std::min(text.find_first_not_of(kPart, at), text.size());
    if (is_enhanced(std::string_view{text}.substr(at, end - at))) return text.substr(at, end - at);
    at = text.find_first_of(kPart, end);
  }
  return {};
}

int status_code(const json& status) {
  const std::string text = text_at(status, "code");
  int code = 0;
  std::from_chars(text.data(), text.data() + text.size(), code);
  return code;
}

std::string status_text(const json& data, const json& status) {
  for (const char* key : {"message", "description"})
    if (std::string text = text_at(status, key); !text.empty()) return redacted(text, {});
  return redacted(text_at(data, "reason"), {});
}

void read_bounce(const json& data, json& event) {
  const json& status = object_at(data, "delivery-status");
  const std::string reason = text_at(data, "reason");
  const std::string enhanced = enhanced_code(status);
  const int code = status_code(status);
  const Failure failure = bounce_failure({reason, code, enhanced});
  event["state"] = reason == "old" ? "EXPIRED" : "BOUNCED";
  event["class"] = error_class(failure);
  event["code"] = !enhanced.empty() ? enhanced : code != 0 ? std::to_string(code) : "failed";
  event["detail"] = cut("failed:" + (reason.empty() ? "permanent" : reason), 100);
  if (const std::string text = status_text(data, status); !text.empty()) event["text"] = text;
}

void read_failed(const json& data, json& event) {
  if (text_at(data, "severity") != "temporary") return read_bounce(data, event);
  event["state"] = "SENT";
  event["detail"] = "failed:temporary";
  const std::string text = status_text(data, object_at(data, "delivery-status"));
  if (!text.empty()) event["text"] = text;
}

void read_rejected(const json& data, json& event) {
  const json& reject = object_at(data, "reject");
  event["state"] = "FAILED";
  event["class"] = error_class(Failure::Permanent);
  event["code"] = "rejected";
  const std::string text = redacted(text_at(reject, "reason") + " " + text_at(reject, "description"), {});
  if (text != " ") event["text"] = text;
}

bool by_machine(const json& data) {
  const json& client = object_at(data, "client-info");
  const std::string type = lower(text_at(client, "client-type"));
  return !text_at(client, "bot").empty() || type == "bot" || type == "proxy";
}

/// Fills in state and reasons; false for a word that is no receipt.
bool read_state(const json& data, const std::string& word, json& event) {
  if (word == "accepted") {
    event["state"] = "SENT";
  } else if (word == "delivered") {
    event["state"] = "DELIVERED";
  } else if ((word == "opened" || word == "clicked") && !by_machine(data)) {
    event["state"] = "READ";
  } else if (word == "failed") {
    read_failed(data, event);
  } else if (word == "rejected") {
    read_rejected(data, event);
  } else {
    return false;
  }
  return true;
}

/// The events of a copy's recipient say nothing about the addressee.
bool of_copy(const json& data, const Subject& subject) {
  const std::string addressee = text_at(object_at(data, "user-variables"), kAddresseeMark.data());
  return !addressee.empty() && lower(addressee) != lower(subject.recipient);
}

void add_receipt(const json& data, const Subject& subject, json& events) {
  if (of_copy(data, subject) || (subject.provider_id.empty() && subject.attempt_ref.empty())) return;
  json event{{"kind", "receipt"}, {"detail", cut(subject.word, 100)}, {"dedupe_key", subject.key}};
  if (!read_state(data, subject.word, event)) return;
  if (!subject.provider_id.empty()) event["provider_id"] = subject.provider_id;
  if (!subject.attempt_ref.empty()) event["attempt_ref"] = subject.attempt_ref;
  add_time(data, event);
  events.push_back(std::move(event));
}

/// Why nothing may be sent to the recipient any more, or what else a final event says of it.
std::optional<Failure> end_of(const json& data, const std::string& word) {
  if (word == "unsubscribed") return Failure::OptOut;
  if (word == "complained") return Failure::Complaint;
  if (word != "failed" || text_at(data, "severity") == "temporary") return std::nullopt;
  const std::string reason = text_at(data, "reason");
  return bounce_failure({reason, status_code(object_at(data, "delivery-status")), {}});
}

/// A complaint is more than an opt-out: nobody lifts it by writing to us.
bool complains(std::optional<Failure> end) { return end == Failure::Complaint; }
bool opts_out(std::optional<Failure> end) { return end == Failure::OptOut || complains(end); }

void add_wish(const json& data, const Subject& subject, json& events) {
  const auto end = end_of(data, subject.word);
  if (!opts_out(end) || !is_email(subject.recipient)) return;
  const std::string why = subject.word == "failed" ? text_at(data, "reason") : subject.word;
  json event{{"kind", "opt_out"},
             {"address", subject.recipient},
             {"text", cut(why, 100)},
             {"dedupe_key", subject.key + ":opt_out"}};
  if (complains(end)) event["reason"] = "complaint";
  add_time(data, event);
  events.push_back(std::move(event));
}

}  // namespace

void add_events(const json& data, Account::Sharing sharing, const Digest& sha256_hex, json& events) {
  if (!data.is_object()) return;
  const Subject subject = subject_of(data, sha256_hex);
  if (subject.attempt_ref.empty() && sharing == Account::Sharing::Shared) return;
  add_receipt(data, subject, events);
  add_wish(data, subject, events);
}

}  // namespace herald::mailgun
