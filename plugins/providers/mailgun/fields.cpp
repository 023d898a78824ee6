#include "plugins/providers/mailgun/fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/mailgun/date.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/mail_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

void add(Pairs& fields, const char* name, const std::string& value) {
  if (!value.empty()) fields.emplace_back(name, value);
}

void add_parties(const Outbound& message, Pairs& fields) {
  fields.emplace_back("from", mailbox_text(message.from));
  fields.emplace_back("to", mailbox_text(message.to));
  for (const Mailbox& one : message.cc) fields.emplace_back("cc", mailbox_text(one));
  for (const Mailbox& one : message.bcc) fields.emplace_back("bcc", mailbox_text(one));
}

void add_content(const Outbound& message, Pairs& fields) {
  add(fields, "subject", message.subject);
  add(fields, "text", message.text);
  add(fields, "html", message.html);
  add(fields, "amp-html", message.amp_html);
  add(fields, "template", message.stored.name);
  add(fields, "t:version", message.stored.version);
  if (message.stored.text == Template::Text::Yes) fields.emplace_back("t:text", "yes");
  add(fields, "t:variables", message.stored.data);
  if (!message.recipient_data.empty()) {
    const json each{{message.to.email, json::parse(message.recipient_data, nullptr, false)}};
    fields.emplace_back("recipient-variables", dumped(each));
  }
}

void add_marks(const Outbound& message, Pairs& fields) {
  for (const auto& [name, value] : message.variables) fields.emplace_back("v:" + name, value);
  if (!message.attempt_ref.empty())
    fields.emplace_back("v:" + std::string(kAttemptMark), message.attempt_ref);
  if (!message.cc.empty() || !message.bcc.empty())
    fields.emplace_back("v:" + std::string(kAddresseeMark), message.to.email);
}

}  // namespace

std::string mailbox_text(const Mailbox& mailbox) {
  if (mailbox.name.empty()) return mailbox.email;
  if (!is_ascii(mailbox.name)) return encoded_words(mailbox.name) + " <" + mailbox.email + ">";
  const bool plain = std::all_of(mailbox.name.begin(), mailbox.name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
  });
  if (plain) return mailbox.name + " <" + mailbox.email + ">";
  std::string quoted = "\"";
  for (const char c : mailbox.name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\" <" + mailbox.email + ">";
}

Pairs fields_of(const Outbound& message) {
  Pairs fields;
  add_parties(message, fields);
  add_content(message, fields);
  for (const std::string& tag : message.tags) fields.emplace_back("o:tag", tag);
  if (message.deliver_at_ms) fields.emplace_back("o:deliverytime", mail_date(*message.deliver_at_ms));
  fields.insert(fields.end(), message.settings.begin(), message.settings.end());
  if (message.reply_to) fields.emplace_back("h:Reply-To", mailbox_text(*message.reply_to));
  for (const auto& [name, value] : message.headers) fields.emplace_back("h:" + name, encoded_words(value));
  add_marks(message, fields);
  return fields;
}

std::vector<FormPart> parts_of(const Pairs& fields, const std::vector<Attachment>& files) {
  std::vector<FormPart> parts;
  for (const auto& [name, value] : fields) parts.push_back({.name = name, .value = value});
  for (const Attachment& one : files)
    parts.push_back({.name = one.place == Attachment::Place::Inline ? "inline" : "attachment",
                     .blob = one.blob,
                     .filename = one.name,
                     .content_type = one.content_type});
  return parts;
}

}  // namespace herald::mailgun
