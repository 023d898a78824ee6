#include "plugins/providers/sendgrid/limits.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/sendgrid/mark.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using Found = std::optional<Refusal>;

constexpr std::size_t kRecipients = 1000;
constexpr std::size_t kReplyTo = 1000;
constexpr std::size_t kCategories = 10;
constexpr std::size_t kCategoryBytes = 255;
constexpr std::size_t kCustomArgBytes = 10'000;
constexpr std::array<std::string_view, 12> kReservedHeaders{
    "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding",
    "to",      "from",     "subject",  "reply-to",       "cc",           "bcc"};

Found content(std::string code, std::string text) {
  return Refusal{"content_rejected", std::move(code), std::move(text)};
}

Found check_kind(const Outbound& message) {
  if (message.channel != "EMAIL")
    return Refusal{"unsupported", "channel", "expected channel EMAIL, found another"};
  if (message.type != "TEXT" && message.type != "TEMPLATE")
    return Refusal{"unsupported", "message_type", "expected TEXT or TEMPLATE, found " + message.type};
  if ((message.type == "TEMPLATE") != !message.template_id.empty())
    return content("template", "expected the option template_id with type TEMPLATE, and only there");
  if (!message.template_data.empty() && message.template_id.empty())
    return content("template", "expected template_data only with template_id");
  return std::nullopt;
}

Found check_sender(const Outbound& message) {
  if (message.from.email.empty())
    return Refusal{"config", "sender_missing", "expected a sender in the message or the channel, found none"};
  if (!is_email(message.from.email))
    return Refusal{"config", "sender", "expected a sender as noreply@example.com, found something else"};
  return std::nullopt;
}

/// SendGrid takes an address once among to, cc and bcc, without regard to case.
Found check_recipients(const Outbound& message) {
  if (!is_email(message.to.email))
    return Refusal{"invalid_recipient", "recipient",
                   "expected an address with ASCII local part and a domain in ASCII or punycode"};
  const std::size_t count = 1 + message.cc.size() + message.bcc.size();
  if (count > kRecipients)
    return content("too_many_recipients",
                   "expected at most 1000 recipients with copies, found " + std::to_string(count));
  std::set<std::string> seen{lower(message.to.email)};
  for (const auto* list : {&message.cc, &message.bcc})
    for (const Mailbox& copy : *list) {
      if (!is_email(copy.email)) return content("copy_address", "expected an address in each of cc and bcc");
      if (!seen.insert(lower(copy.email)).second)
        return content("duplicate_recipient", "expected each address once among to, cc and bcc");
    }
  return std::nullopt;
}

Found check_replies(const Outbound& message) {
  if (message.replies == Outbound::Replies::Both)
    return content("reply_to", "expected reply_to or reply_to_list, found both");
  if (message.reply_to.size() > kReplyTo) return content("reply_to", "expected at most 1000 reply addresses");
  std::set<std::string> seen;
  for (const Mailbox& one : message.reply_to)
    if (!is_email(one.email) || !seen.insert(lower(one.email)).second)
      return content("reply_to", "expected addresses to reply to, each once");
  return std::nullopt;
}

Found check_text(const Outbound& message) {
  if (breaks_line(message.subject)) return content("subject", "expected a subject of one line");
  if (!message.template_id.empty()) return std::nullopt;
  if (message.subject.empty()) return content("subject_missing", "expected a subject, found none");
  if (message.text.empty() && message.html.empty())
    return content("text_missing", "expected text or html, found neither");
  return std::nullopt;
}

bool header_name(std::string_view name) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

Found check_headers(const Outbound& message) {
  for (const auto& [name, value] : message.headers) {
    if (!header_name(name) || breaks_line(value))
      return content("header", "expected headers with a name in ASCII and a value of one line");
    if (std::find(kReservedHeaders.begin(), kReservedHeaders.end(), lower(name)) != kReservedHeaders.end())
      return content("header_reserved", "expected no header that SendGrid sets itself, found " + name);
  }
  return std::nullopt;
}

Found check_labels(const Outbound& message) {
  const std::set<std::string> unique(message.categories.begin(), message.categories.end());
  const bool fit = std::all_of(unique.begin(), unique.end(), [](const std::string& one) {
    return !one.empty() && one.size() <= kCategoryBytes && is_ascii(one);
  });
  if (!fit || unique.size() != message.categories.size() || unique.size() > kCategories)
    return content("categories", "expected at most 10 different categories of at most 255 ASCII characters");
  std::size_t bytes = 0;
  for (const auto& [name, value] : custom_args(message)) bytes += name.size() + value.size() + 6;
  if (bytes >= kCustomArgBytes)
    return content("custom_args", "expected less than 10000 bytes of custom_args, found " +
                                      std::to_string(bytes) + " with our own");
  for (const auto& [name, value] : message.custom_args)
    if (is_mark(name)) return content("custom_args", "expected no names that begin with herald_");
  return std::nullopt;
}

Found check_attachments(const Outbound& message) {
  for (const Attachment& one : message.attachments) {
    if (one.blob.empty())
      return Refusal{"unsupported", "attachment_url",
                     "expected attachments whose bytes the host holds, found an URL: SendGrid fetches none"};
    if (one.name.empty() || breaks_line(one.name))
      return content("attachment_name", "expected a file name of one line for each attachment");
    if (one.place == Attachment::Place::Inline && one.name.find_first_of("<>") != std::string::npos)
      return content("attachment_name", "expected no < or > in the name of an inline attachment");
    if (breaks_line(one.content_type) || one.content_type.find(';') != std::string::npos)
      return content("attachment_type", "expected a content type without parameters for each attachment");
  }
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> refusal_of(const Outbound& message) {
  for (const auto check : {check_kind, check_recipients, check_sender, check_replies, check_text,
                           check_headers, check_labels, check_attachments})
    if (auto refusal = check(message)) return refusal;
  return std::nullopt;
}

std::optional<Refusal> refusal_of_size(std::uint64_t bytes) {
  if (bytes < kRequestBytes) return std::nullopt;
  return content("too_large", "expected less than 30000000 bytes with attachments in base64, found " +
                                  std::to_string(bytes));
}

}  // namespace herald::sendgrid
