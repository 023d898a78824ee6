#include "plugins/providers/sendgrid/outbound.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

Mailbox mailbox_of(const json& value) { return {text_at(value, "email"), text_at(value, "name")}; }

std::vector<Mailbox> mailboxes_at(const json& options, const char* key) {
  std::vector<Mailbox> out;
  if (const auto list = options.find(key); list != options.end() && list->is_array())
    for (const json& one : *list)
      if (one.is_object()) out.push_back(mailbox_of(one));
  return out;
}

Pairs pairs_at(const json& options, const char* key) {
  Pairs out;
  for (const auto& [name, value] : object_at(options, key).items())
    if (value.is_string()) out.emplace_back(name, value.get<std::string>());
  return out;
}

std::string object_text(const json& options, const char* key) {
  const json& object = object_at(options, key);
  return object.empty() ? std::string{} : dumped(object);
}

void read_replies(const json& options, Outbound& out) {
  const bool one = options.contains("reply_to");
  const bool list = options.contains("reply_to_list");
  if (one && list) out.replies = Outbound::Replies::Both;
  if (one) {
    out.reply_to = {mailbox_of(object_at(options, "reply_to"))};
  } else if (list) {
    out.replies = Outbound::Replies::List;
    out.reply_to = mailboxes_at(options, "reply_to_list");
  }
}

void read_options(const json& options, Outbound& out) {
  out.to.name = text_at(options, "to_name");
  out.cc = mailboxes_at(options, "cc");
  out.bcc = mailboxes_at(options, "bcc");
  read_replies(options, out);
  out.headers = pairs_at(options, "headers");
  out.custom_args = pairs_at(options, "custom_args");
  out.categories = texts_at(options, "categories");
  out.template_id = text_at(options, "template_id");
  out.template_data = object_text(options, "template_data");
  out.unsubscribe = object_text(options, "asm");
  out.ip_pool = text_at(options, "ip_pool_name");
  out.click_tracking = choice_at(options, "click_tracking");
  out.open_tracking = choice_at(options, "open_tracking");
  out.subscription_tracking = choice_at(options, "subscription_tracking");
  out.amp_html = text_at(options, "amp_html");
  out.calendar = text_at(options, "calendar");
}

Attachment attachment_of(const json& value, const std::vector<std::string>& inlined) {
  Attachment out{text_at(value, "blob"), text_at(value, "name"), text_at(value, "content_type")};
  if (const auto size = value.find("size"); size != value.end() && size->is_number_unsigned())
    out.size = size->get<std::uint64_t>();
  if (std::find(inlined.begin(), inlined.end(), out.name) != inlined.end())
    out.place = Attachment::Place::Inline;
  return out;
}

}  // namespace

Outbound read_outbound(std::string_view input, const Account& account) {
  const json whole = object_of(input, "input");
  const json& message = object_at(whole, "message");
  Outbound out;
  out.channel = text_at(message, "channel");
  out.type = text_at(message, "type");
  out.attempt_ref = text_at(message, "attempt_ref");
  out.to.email = text_at(message, "to");
  const std::string from = text_at(message, "from");
  out.from = from.empty() ? account.sender : read_mailbox(from);
  out.subject = text_at(message, "subject");
  out.text = text_at(message, "text");
  out.html = text_at(message, "html");
  const json& options = object_at(message, "options");
  const auto inlined = texts_at(options, "inline");
  if (const auto list = message.find("attachments"); list != message.end() && list->is_array())
    for (const json& one : *list)
      if (one.is_object()) out.attachments.push_back(attachment_of(one, inlined));
  read_options(options, out);
  return out;
}

}  // namespace herald::sendgrid
