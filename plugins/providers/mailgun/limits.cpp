#include "plugins/providers/mailgun/limits.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using Found = std::optional<Refusal>;

constexpr std::size_t kRecipients = 1000;
constexpr std::size_t kTags = 3;
constexpr std::size_t kTagBytes = 128;
constexpr std::size_t kOptionBytes = 16'000;
constexpr std::uint64_t kMessageBytes = 25'000'000;
constexpr std::int64_t kAheadMs = 3LL * 86'400'000;
constexpr std::array<std::string_view, 10> kReservedHeaders{
    "from",         "to",           "cc",   "bcc",    "subject",
    "content-type", "mime-version", "date", "sender", "x-mailgun-variables"};

Found content(std::string code, std::string text) {
  return Refusal{"content_rejected", std::move(code), std::move(text)};
}

Found check_kind(const Outbound& message) {
  if (message.channel != "EMAIL")
    return Refusal{"unsupported", "channel", "expected channel EMAIL, found another"};
  if (message.type != "TEXT" && message.type != "TEMPLATE")
    return Refusal{"unsupported", "message_type", "expected TEXT or TEMPLATE, found " + message.type};
  const Template& stored = message.stored;
  if ((message.type == "TEMPLATE") != !stored.name.empty())
    return content("template", "expected the option template with type TEMPLATE, and only there");
  if (stored.name.empty() &&
      (!stored.version.empty() || !stored.data.empty() || stored.text == Template::Text::Yes))
    return content("template", "expected template_version, template_data and template_text with a template");
  if (!stored.name.empty() && !message.html.empty())
    return content("template", "expected html or a template, found both");
  return std::nullopt;
}

Found check_sender(const Outbound& message) {
  if (message.from.email.empty())
    return Refusal{"config", "sender_missing", "expected a sender in the message or the channel, found none"};
  if (!is_email(message.from.email) || breaks_line(message.from.name))
    return Refusal{"config", "sender", "expected a sender as noreply@example.com, found something else"};
  return std::nullopt;
}

Found check_recipients(const Outbound& message) {
  if (!is_email(message.to.email) || breaks_line(message.to.name))
    return Refusal{"invalid_recipient", "recipient",
                   "expected an address with ASCII local part and a domain in ASCII or punycode"};
  const std::size_t count = 1 + message.cc.size() + message.bcc.size();
  if (count > kRecipients)
    return content("too_many_recipients",
                   "expected at most 1000 recipients with copies, found " + std::to_string(count));
  std::set<std::string> seen{lower(message.to.email)};
  for (const auto* list : {&message.cc, &message.bcc})
    for (const Mailbox& copy : *list) {
      if (!is_email(copy.email) || breaks_line(copy.name))
        return content("copy_address", "expected an address in each of cc and bcc");
      if (!seen.insert(lower(copy.email)).second)
        return content("duplicate_recipient", "expected each address once among to, cc and bcc");
    }
  if (message.reply_to && (!is_email(message.reply_to->email) || breaks_line(message.reply_to->name)))
    return content("reply_to", "expected an address to reply to");
  return std::nullopt;
}

Found check_text(const Outbound& message) {
  if (breaks_line(message.subject)) return content("subject", "expected a subject of one line");
  if (!message.stored.name.empty()) return std::nullopt;
  if (message.text.empty() && message.html.empty())
    return content("text_missing", "expected text or html, found neither");
  return std::nullopt;
}

bool token(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

Found check_headers(const Outbound& message) {
  for (const auto& [name, value] : message.headers) {
    if (!token(name) || breaks_line(value))
      return content("header", "expected headers with a name in ASCII and a value of one line");
    const bool twice = message.reply_to && lower(name) == "reply-to";
    if (twice ||
        std::find(kReservedHeaders.begin(), kReservedHeaders.end(), lower(name)) != kReservedHeaders.end())
      return content("header_reserved", "expected no header that an own field sets, found " + name);
  }
  for (const auto& [name, value] : message.variables)
    if (!token(name) || name.starts_with("herald_"))
      return content("variables",
                     "expected names of letters, digits, - and _ that do not begin with herald_");
  return std::nullopt;
}

Found check_labels(const Outbound& message) {
  std::set<std::string> unique;
  for (const std::string& tag : message.tags)
    if (tag.empty() || tag.size() > kTagBytes || !is_ascii(tag) || breaks_line(tag) ||
        !unique.insert(lower(tag)).second)
      return content("tags", "expected different tags of 1 to 128 ASCII characters");
  if (unique.size() > kTags) return content("tags", "expected at most 3 tags");
  if (message.deliver_at_ms &&
      (*message.deliver_at_ms <= message.now_ms || *message.deliver_at_ms > message.now_ms + kAheadMs))
    return content("deliver_at_ms", "expected a time within the next 3 days");
  if (message.recipient_data.empty()) return std::nullopt;
  const auto data = nlohmann::json::parse(message.recipient_data, nullptr, false);
  if (std::any_of(data.begin(), data.end(), [](const auto& value) { return value.is_structured(); }))
    return content("recipient_data", "expected values that are texts or numbers, found a nested one");
  return std::nullopt;
}

Found check_settings(const Outbound& message) {
  for (const auto& [name, value] : message.settings)
    if (!is_ascii(value) || breaks_line(value))
      return content("setting", "expected ASCII on one line for the option that becomes " + name);
  return std::nullopt;
}

Found check_attachments(const Outbound& message) {
  for (const Attachment& one : message.attachments) {
    if (one.blob.empty())
      return Refusal{"unsupported", "attachment_url",
                     "expected attachments whose bytes the host holds, found an URL: Mailgun fetches none"};
    if (one.name.empty() || breaks_line(one.name))
      return content("attachment_name", "expected a file name of one line for each attachment");
    if (breaks_line(one.content_type) || !is_ascii(one.content_type))
      return content("attachment_type", "expected a content type in ASCII for each attachment");
  }
  return std::nullopt;
}

bool is_option(std::string_view name) {
  return name.starts_with("o:") || name.starts_with("h:") || name.starts_with("v:");
}

}  // namespace

std::optional<Refusal> refusal_of(const Outbound& message) {
  for (const auto check : {check_kind, check_recipients, check_sender, check_text, check_headers,
                           check_labels, check_settings, check_attachments})
    if (auto refusal = check(message)) return refusal;
  return std::nullopt;
}

std::optional<Refusal> refusal_of_size(const Pairs& fields, const Outbound& message) {
  std::size_t options = 0;
  std::uint64_t bytes = 0;
  for (const auto& [name, value] : fields) {
    if (is_option(name)) options += name.size() + value.size();
    bytes += value.size();
  }
  for (const Attachment& one : message.attachments) bytes += (one.size + 2) / 3 * 4;
  if (options > kOptionBytes)
    return content("options_too_large",
                   "expected at most 16000 bytes of tags, settings, headers and variables, found " +
                       std::to_string(options));
  if (bytes > kMessageBytes)
    return content("too_large", "expected at most 25000000 bytes with attachments in base64, found " +
                                    std::to_string(bytes));
  return std::nullopt;
}

}  // namespace herald::mailgun
