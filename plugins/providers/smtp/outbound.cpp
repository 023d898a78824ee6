#include "plugins/providers/smtp/outbound.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

#include "plugins/providers/smtp/json_text.hpp"

namespace herald::smtp {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRecipients = 50;
constexpr std::size_t kLongestValue = 900;
constexpr std::size_t kMostFiles = 32;

/// Fields that this plugin writes, or that servers write.
constexpr std::array<std::string_view, 17> kReserved{"from",
                                                     "to",
                                                     "cc",
                                                     "bcc",
                                                     "sender",
                                                     "reply-to",
                                                     "subject",
                                                     "date",
                                                     "message-id",
                                                     "mime-version",
                                                     "content-type",
                                                     "content-transfer-encoding",
                                                     "received",
                                                     "return-path",
                                                     "resent-from",
                                                     "dkim-signature",
                                                     "content-disposition"};

Mailbox mailbox_at(const json& value) {
  if (value.is_string()) return read_mailbox(value.get<std::string>());
  return value.is_object() ? Mailbox{text_at(value, "email"), text_at(value, "name")} : Mailbox{};
}

std::vector<Mailbox> mailboxes_at(const json& options, const char* key) {
  std::vector<Mailbox> found;
  const auto list = options.find(key);
  if (list == options.end()) return found;
  if (!list->is_array()) return {mailbox_at(*list)};
  for (const json& one : *list) found.push_back(mailbox_at(one));
  return found;
}

std::vector<File> files_at(const json& message) {
  std::vector<File> files;
  const auto list = message.find("attachments");
  if (list == message.end() || !list->is_array()) return files;
  for (const json& one : *list)
    files.push_back({text_at(one, "blob"), text_at(one, "content_type"), text_at(one, "name"),
                     one.is_object() ? one.value("size", std::int64_t{0}) : 0});
  return files;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f'; });
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

/// RFC 5322 §2.2: printable ASCII but the colon.
bool is_field_name(std::string_view name) {
  return !name.empty() && name.size() <= 76 &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~' && c != ':'; });
}

std::optional<Flaw> flaw_of_field(const std::string& name, const std::string& value) {
  if (!is_field_name(name) || has_control(value))
    return Flaw{"content_rejected", "header_injection", "expected a header field of one line"};
  if (std::ranges::find(kReserved, lower(name)) != kReserved.end())
    return Flaw{"content_rejected", "reserved_header", "expected no header field that Herald writes itself"};
  if (value.size() > kLongestValue)
    return Flaw{"content_rejected", "long_header", "expected header fields of at most 900 bytes"};
  return std::nullopt;
}

std::optional<Flaw> flaw_of_party(const Mailbox& party, const char* error_class) {
  if (has_control(party.email) || has_control(party.name))
    return Flaw{"content_rejected", "header_injection", "expected names and addresses of one line"};
  if (!is_email(party.email)) return Flaw{error_class, "bad_address", "expected an e-mail address"};
  return std::nullopt;
}

std::optional<Flaw> flaw_of_file(const File& file) {
  if (file.blob.empty())
    return Flaw{"unsupported", "attachment_url",
                "expected attachments that were uploaded to Herald, found an URL"};
  if (has_control(file.name))
    return Flaw{"content_rejected", "header_injection", "expected names of attachments of one line"};
  return std::nullopt;
}

}  // namespace

Outbound read_outbound(std::string_view input, const Account& account) {
  const json whole = object_of(input, "input");
  const json& message = object_at(whole, "message");
  const json& options = object_at(message, "options");
  Outbound mail{.now_ms = whole.value("now_ms", std::int64_t{0}),
                .attempt_no = message.value("attempt_no", 1),
                .attempt_ref = text_at(message, "attempt_ref"),
                .from = read_mailbox(text_at(message, "from")),
                .to = {text_at(message, "to"), text_at(options, "to_name")},
                .cc = mailboxes_at(options, "cc"),
                .bcc = mailboxes_at(options, "bcc"),
                .reply_to = mailboxes_at(options, "reply_to"),
                .subject = text_at(message, "subject"),
                .text = text_at(message, "text"),
                .html = text_at(message, "html")};
  if (mail.from.email.empty()) mail.from = account.sender;
  if (mail.from.name.empty() && mail.from.email == account.sender.email) mail.from.name = account.sender.name;
  mail.files = files_at(message);
  for (const auto& [name, value] : object_at(options, "headers").items())
    mail.headers.emplace_back(name, value.is_string() ? value.get<std::string>() : std::string{});
  return mail;
}

std::vector<std::string> recipients_of(const Outbound& mail) {
  std::vector<std::string> all{mail.to.email};
  for (const auto* list : {&mail.cc, &mail.bcc})
    for (const Mailbox& party : *list)
      if (std::ranges::find(all, party.email) == all.end()) all.push_back(party.email);
  return all;
}

std::string return_path_of(const Outbound& mail, const Account& account) {
  return account.return_path.empty() ? mail.from.email : account.return_path;
}

bool needs_utf8(const Outbound& mail, const Account& account) {
  const auto wide = [](const Mailbox& party) { return is_wide(party.email); };
  return std::ranges::any_of(recipients_of(mail), is_wide) || is_wide(mail.from.email) ||
         is_wide(return_path_of(mail, account)) || std::ranges::any_of(mail.reply_to, wide);
}

std::optional<Flaw> flaw_of(const Outbound& mail, const Account& account) {
  if (auto flaw = flaw_of_party(mail.from, "config")) return flaw;
  if (auto flaw = flaw_of_party(mail.to, "invalid_recipient")) return flaw;
  for (const auto* list : {&mail.cc, &mail.bcc, &mail.reply_to})
    for (const Mailbox& party : *list)
      if (auto flaw = flaw_of_party(party, "invalid_recipient")) return flaw;
  if (has_control(mail.attempt_ref))  // it becomes the Message-ID
    return Flaw{"content_rejected", "header_injection", "expected an attempt_ref of one line"};
  if (has_control(mail.subject))
    return Flaw{"content_rejected", "header_injection", "expected a subject of one line"};
  for (const auto& [name, value] : mail.headers)
    if (auto flaw = flaw_of_field(name, value)) return flaw;
  for (const File& file : mail.files)
    if (auto flaw = flaw_of_file(file)) return flaw;
  if (mail.files.size() > kMostFiles)
    return Flaw{"unsupported", "attachments", "expected at most 32 attachments"};
  if (recipients_of(mail).size() > kMostRecipients)
    return Flaw{"unsupported", "recipients", "expected at most 50 recipients"};
  if (mail.text.empty() && mail.html.empty() && mail.files.empty())
    return Flaw{"content_rejected", "no_body", "expected text, html or attachments, found none"};
  if (account.host.empty() || account.port == 0)
    return Flaw{"config", "no_host", "expected config.host and config.port of the mail server"};
  return std::nullopt;
}

}  // namespace herald::smtp
