#include "plugins/providers/smtp/status_table.hpp"

#include <algorithm>
#include <array>

namespace herald::smtp {
namespace {

struct Row {
  std::string_view detail;  ///< subject and detail of the enhanced code
  std::string_view error_class;
};

// https://www.iana.org/assignments/smtp-enhanced-status-codes, read by subject.
constexpr std::array kStatuses{
    Row{"0.0", ""},
    Row{"1.0", "invalid_recipient"},
    Row{"1.1", "invalid_recipient"},
    Row{"1.2", "invalid_recipient"},
    Row{"1.3", "invalid_recipient"},
    Row{"1.4", "invalid_recipient"},
    Row{"1.5", "invalid_recipient"},
    Row{"1.6", "invalid_recipient"},
    Row{"1.7", "config"},  // the sender's address
    Row{"1.8", "config"},
    Row{"1.9", "transient"},
    Row{"1.10", "invalid_recipient"},
    Row{"2.0", "invalid_recipient"},
    Row{"2.1", "invalid_recipient"},
    Row{"2.2", "quota"},
    Row{"2.3", "content_rejected"},
    Row{"2.4", "invalid_recipient"},
    Row{"3.0", "provider_down"},
    Row{"3.1", "provider_down"},
    Row{"3.2", "provider_down"},
    Row{"3.3", "unsupported"},
    Row{"3.4", "content_rejected"},
    Row{"3.5", "provider_down"},
    Row{"3.6", "content_rejected"},
    Row{"4.0", "transient"},
    Row{"4.1", "transient"},
    Row{"4.2", "transient"},
    Row{"4.3", "transient"},
    Row{"4.4", "transient"},
    Row{"4.5", "provider_down"},
    Row{"4.6", "transient"},
    Row{"4.7", "transient"},
    Row{"5.0", "internal"},
    Row{"5.1", "internal"},
    Row{"5.2", "internal"},
    Row{"5.3", "quota"},  // too many recipients
    Row{"5.4", "internal"},
    Row{"5.5", "internal"},
    Row{"5.6", "auth"},
    Row{"6.0", "content_rejected"},
    Row{"6.1", "content_rejected"},
    Row{"6.2", "content_rejected"},
    Row{"6.3", "content_rejected"},
    Row{"6.4", "content_rejected"},
    Row{"6.5", "content_rejected"},
    Row{"6.6", "content_rejected"},
    Row{"6.7", "unsupported"},
    Row{"6.8", "unsupported"},
    Row{"6.9", "unsupported"},
    Row{"6.10", "unsupported"},
    Row{"7.0", "blocked"},
    Row{"7.1", "blocked"},
    Row{"7.2", "blocked"},
    Row{"7.3", "blocked"},
    Row{"7.4", "unsupported"},
    Row{"7.5", "unsupported"},
    Row{"7.6", "unsupported"},
    Row{"7.7", "content_rejected"},
    Row{"7.8", "auth"},
    Row{"7.9", "auth"},
    Row{"7.10", "auth"},
    Row{"7.11", "auth"},
    Row{"7.12", "auth"},
    Row{"7.13", "auth"},
    Row{"7.14", "auth"},
    Row{"7.15", "quota"},
    Row{"7.16", "quota"},
    Row{"7.17", "blocked"},
    Row{"7.18", "blocked"},
    Row{"7.19", "blocked"},
    Row{"7.20", "config"},  // DKIM, SPF and reverse DNS of the sending domain
    Row{"7.21", "config"},
    Row{"7.22", "config"},
    Row{"7.23", "config"},
    Row{"7.24", "config"},
    Row{"7.25", "config"},
    Row{"7.26", "config"},
    Row{"7.27", "config"},
    Row{"7.28", "quota"},
    Row{"7.29", "config"},
    Row{"7.30", "unsupported"},
};

/// RFC 5321 §4.2.3 and RFC 4954 §6, where there is no enhanced code or it says nothing.
struct CodeRow {
  int code;
  std::string_view error_class;
};
constexpr std::array kCodes{
    CodeRow{432, "auth"},
    CodeRow{450, "transient"},
    CodeRow{451, "transient"},
    CodeRow{452, "quota"},
    CodeRow{454, "auth"},
    CodeRow{455, "internal"},
    CodeRow{500, "internal"},
    CodeRow{501, "internal"},
    CodeRow{502, "unsupported"},
    CodeRow{503, "internal"},
    CodeRow{504, "unsupported"},
    CodeRow{521, "invalid_recipient"},
    CodeRow{530, "auth"},
    CodeRow{534, "auth"},
    CodeRow{535, "auth"},
    CodeRow{538, "auth"},
    CodeRow{550, "invalid_recipient"},
    CodeRow{551, "invalid_recipient"},
    CodeRow{552, "quota"},
    CodeRow{553, "invalid_recipient"},
    CodeRow{554, "content_rejected"},
    CodeRow{555, "unsupported"},
    CodeRow{556, "invalid_recipient"},
};

std::string_view class_of(const Answer& answer) {
  const bool permanent = answer.severity() == 5;
  // RFC 4954 §6 binds these to enhanced codes that elsewhere mean policy.
  if (answer.code == 530 || answer.code == 534 || answer.code == 535 || answer.code == 538) return "auth";
  if (answer.status.size() > 2) {
    const auto row = std::ranges::find(kStatuses, std::string_view{answer.status}.substr(2), &Row::detail);
    if (row != kStatuses.end() && !row->error_class.empty()) {
      // A refusal for now that concerns the recipient or policy is greylisting and the like.
      const bool passing = row->error_class == "invalid_recipient" || row->error_class == "blocked";
      return permanent || !passing ? row->error_class : "transient";
    }
  }
  const auto row = std::ranges::find(kCodes, answer.code, &CodeRow::code);
  if (row != kCodes.end()) return row->error_class;
  return permanent ? "content_rejected" : "transient";
}

}  // namespace

Meaning meaning_of(const Answer& answer) {
  if (answer.code == 421) return {"retry", "provider_down"};
  const std::string_view error_class = class_of(answer);
  if (answer.severity() == 4) return {"retry", error_class};
  // 5.7.8 and its like on AUTH or MAIL: the account, not the message.
  return {error_class == "auth" ? "auth_failed" : "rejected", error_class};
}

}  // namespace herald::smtp
