#include "plugins/providers/parts/dsn.hpp"

#include <algorithm>
#include <herald/text.hpp>

#include "plugins/providers/parts/address.hpp"
#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/mail_tree.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

constexpr int kDeepest = 3;
constexpr std::size_t kMostRecipients = 100;
constexpr std::size_t kMostAddresses = 200;

struct Found {
  std::string_view status{};
  std::string_view returned{};  ///< header fields
};

bool is_status(const std::string& type) {
  return type == "message/delivery-status" || type == "message/global-delivery-status";
}
bool is_headers(const std::string& type) {
  return type == "text/rfc822-headers" || type == "message/global-headers";
}
bool is_mail(const std::string& type) { return type == "message/rfc822" || type == "message/global"; }

void look(const MailPart& part, int depth, Found& found) {
  const std::string type = type_of(part);
  if (is_status(type) && found.status.empty()) found.status = part.body;
  if (found.status.empty() && !type.starts_with("multipart/")) return;
  if (is_headers(type) && found.returned.empty()) found.returned = part.body;
  if (is_mail(type) && found.returned.empty()) found.returned = split_mail(part.body).head;
  if (!type.starts_with("multipart/") || depth == 0) return;
  for (const MailPart& one : parts_of(part)) look(one, depth - 1, found);
}

/// `rfc822;ada@example.net` without its type and without angle brackets.
std::string address_in(std::string_view value) {
  const std::size_t type = value.find(';');
  if (type != std::string_view::npos) value.remove_prefix(type + 1);
  return read_mailbox(value).email;
}

/// The code at the front of `5.1.1 (bad mailbox)`; empty for what is none.
std::string code_in(std::string_view value) {
  value = value.substr(0, std::min(value.find_first_of(" \t(;"), value.size()));
  const bool fits = value.size() >= 5 && value.size() <= 9 && std::ranges::count(value, '.') == 2 &&
                    (value[0] == '2' || value[0] == '4' || value[0] == '5') && value[1] == '.' &&
                    value.find_first_not_of("0123456789.") == std::string_view::npos && value[2] != '.' &&
                    value.back() != '.';
  return fits ? std::string{value} : std::string{};
}

/// `5.1.1` of `550 5.1.1 no such user`: what a server said counts more than the 5.0.0 of one that passes it
/// on.
std::string code_behind_number(std::string_view words) {
  const std::size_t number = std::min(words.find_first_not_of("0123456789"), words.size());
  return number == 3 && words.size() > 4 ? code_in(words.substr(4)) : std::string{};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// xtext of RFC 3461 §4: `+XX` is a byte.
std::string from_xtext(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool coded =
        text[i] == '+' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    out += coded ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (coded) i += 2;
  }
  return out;
}

/// Every bare address of a header of mailboxes, in lower case, with commas around each.
std::string addresses_in(std::string_view field) {
  std::string all;
  std::size_t count = 0;
  while (!field.empty() && count++ < kMostAddresses) {
    std::size_t end = 0;
    for (bool quoted = false; end < field.size() && (quoted || field[end] != ','); ++end)
      if (field[end] == '"') quoted = !quoted;
    const std::string email = lower(read_mailbox(field.substr(0, end)).email);
    if (!email.empty()) all += (all.empty() ? "" : ",") + email;
    field.remove_prefix(std::min(end + 1, field.size()));
  }
  return all;
}

bool holds(const std::string& addresses, const std::string& address) {
  return (',' + addresses + ',').find(',' + lower(address) + ',') != std::string::npos;
}

DsnRecipient read_recipient(std::string_view fields) {
  const std::string diagnostic = mail_header(fields, "Diagnostic-Code");
  const std::size_t type = diagnostic.find(';');
  DsnRecipient one{.original_recipient = address_in(mail_header(fields, "Original-Recipient")),
                   .final_recipient = address_in(mail_header(fields, "Final-Recipient")),
                   .action = lower(mail_header(fields, "Action")),
                   .status = code_in(mail_header(fields, "Status"))};
  one.action = one.action.substr(0, one.action.find_first_of(" \t(;"));
  one.diagnostic = trimmed(type == std::string::npos ? diagnostic : diagnostic.substr(type + 1));
  if (one.status.empty() || one.status.ends_with(".0.0"))
    if (const std::string said = code_behind_number(one.diagnostic); !said.empty()) one.status = said;
  return one;
}

}  // namespace

std::optional<Dsn> read_dsn(std::string_view mail) {
  Found found;
  look(split_mail(mail), kDeepest, found);
  if (found.status.empty()) return std::nullopt;
  MailPart group = split_mail(found.status);
  while (group.head.empty() && !group.body.empty()) group = split_mail(group.body);
  Dsn dsn{.envelope_id = from_xtext(mail_header(group.head, "Original-Envelope-Id")),
          .message_id = bare_id(mail_header(found.returned, "Message-ID")),
          .to = addresses_in(mail_header(found.returned, "To")),
          .cc = addresses_in(mail_header(found.returned, "Cc"))};
  // The first group is of the whole report; where a sloppy server leaves the empty line out, of an addressee
  // too.
  for (;; group = split_mail(group.body)) {
    if (!mail_header(group.head, "Final-Recipient").empty())
      dsn.recipients.push_back(read_recipient(group.head));
    if (group.body.empty() || dsn.recipients.size() == kMostRecipients) break;
  }
  if (dsn.recipients.empty()) return std::nullopt;
  return dsn;
}

bool is_of_addressee(const Dsn& dsn, const DsnRecipient& recipient) {
  if (dsn.to.empty()) return true;
  if (!recipient.original_recipient.empty()) return holds(dsn.to, recipient.original_recipient);
  return holds(dsn.to, recipient.final_recipient) || !holds(dsn.cc, recipient.final_recipient);
}

std::string_view receipt_state(const DsnRecipient& recipient) {
  if (recipient.action == "delivered" || recipient.action == "expanded") return "DELIVERED";
  if (recipient.action != "failed") return {};
  return recipient.status.ends_with(".4.7") ? "EXPIRED" : "BOUNCED";
}

}  // namespace herald::provider
