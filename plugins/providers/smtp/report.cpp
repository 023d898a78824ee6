#include "plugins/providers/smtp/report.hpp"

#include <algorithm>
#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/dsn.hpp"
#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/smtp/status_table.hpp"

namespace herald::smtp {
namespace {

using nlohmann::json;
using provider::Dsn;
using provider::DsnRecipient;

constexpr std::size_t kLongestReference = 64;
constexpr std::size_t kLongestId = 250;
constexpr std::string_view kPrefix = "sha256=";

/// The number that the server's words begin with, as in `550 5.1.1 no such user`; 0 without one.
int smtp_code(std::string_view words) {
  if (std::min(words.find_first_not_of("0123456789"), words.size()) != 3) return 0;
  return (words[0] - '0') * 100 + (words[1] - '0') * 10 + (words[2] - '0');
}

bool is_reference(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") ==
             std::string_view::npos;
}

/// The attempt: the envelope's id, else what stands before the @ of a Message-ID of ours. So a report is
/// matched although the answer to its mail is not here yet, or was lost.
std::string attempt_in(const Dsn& dsn) {
  const std::string attempt =
      dsn.envelope_id.empty() ? dsn.message_id.substr(0, dsn.message_id.find('@')) : dsn.envelope_id;
  return attempt.size() <= kLongestReference && is_reference(attempt) ? attempt : "";
}

/// Adds what names the message; false when nothing does.
bool add_names(const Dsn& dsn, json& event) {
  if (const std::string attempt = attempt_in(dsn); !attempt.empty()) event["attempt_ref"] = attempt;
  if (!dsn.message_id.empty() && dsn.message_id.size() <= kLongestId &&
      provider::is_header_text(dsn.message_id))
    event["provider_id"] = '<' + dsn.message_id + '>';
  return event.contains("attempt_ref") || event.contains("provider_id");
}

void add_reason(const DsnRecipient& recipient, json& event) {
  const int number = smtp_code(recipient.diagnostic);
  const bool vague = recipient.status.empty() || recipient.status.ends_with(".0.0");
  const int code = number >= 400 && number < 600 ? number : recipient.status.starts_with('4') ? 400 : 500;
  if (!vague || code == number)
    event["class"] = meaning_of({.code = code, .status = recipient.status}).error_class;
  event["code"] = recipient.status.empty() ? std::to_string(code) : recipient.status;
  if (!recipient.diagnostic.empty()) event["text"] = provider::redacted(recipient.diagnostic, {});
}

}  // namespace

json report_events(std::string_view mail, const Digest& sha256_hex) {
  json events = json::array();
  const auto dsn = provider::read_dsn(mail);
  if (!dsn) return events;
  for (const DsnRecipient& recipient : dsn->recipients) {
    const std::string_view state = provider::receipt_state(recipient);
    json event{{"kind", "receipt"}, {"state", state}, {"detail", recipient.action}};
    if (state.empty() || !is_of_addressee(*dsn, recipient) || !add_names(*dsn, event)) continue;
    if (state != "DELIVERED") add_reason(recipient, event);
    event["dedupe_key"] =
        "dsn:" + sha256_hex(event.value("attempt_ref", "") + '\n' + event.value("provider_id", "") + '\n' +
                            provider::lower(recipient.final_recipient) + '\n' + recipient.action);
    events.push_back(std::move(event));
  }
  return events;
}

sdk::Reply plan_webhook(const sdk::Call& call) {
  const std::string secret = call.account_text("webhook_secret");
  const std::string said = call.header("X-Webhook-Signature");
  if (secret.empty()) return provider::refused({"signature", "expected a channel with a webhook_secret"});
  const std::string expected = sdk::to_hex(call.crypto().hmac(sdk::Hash::Sha256, secret, call.bytes));
  if (!said.starts_with(kPrefix) ||
      !call.crypto().equal(expected, std::string_view{said}.substr(kPrefix.size())))
    return provider::refused({"signature", "expected the HMAC-SHA256 of the mail, found another"});
  const Digest digest = [&call](std::string_view data) {
    return sdk::to_hex(call.crypto().digest(sdk::Hash::Sha256, data));
  };
  return provider::reply_with({{"kind", "events"}, {"events", report_events(call.bytes, digest)}});
}

}  // namespace herald::smtp
