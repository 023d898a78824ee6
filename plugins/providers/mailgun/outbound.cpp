#include "plugins/providers/mailgun/outbound.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

/// An option and the parameter that it becomes.
struct Setting {
  const char* option;
  const char* parameter;
};
// Texts as they are; choices become yes and no.
constexpr Setting kTexts[] = {
    {"secondary_dkim", "o:secondary-dkim"}, {"delivery_window", "o:deliverytime-optimize-period"},
    {"local_time", "o:time-zone-localize"}, {"tracking_clicks", "o:tracking-clicks"},
    {"sending_ip", "o:sending-ip"},         {"sending_ip_pool", "o:sending-ip-pool"},
    {"archive_to", "o:archive-to"},         {"suppress_headers", "o:suppress-headers"},
};
constexpr Setting kChoices[] = {
    {"dkim", "o:dkim"},
    {"tracking", "o:tracking"},
    {"tracking_opens", "o:tracking-opens"},
    {"tracking_pixel_at_top", "o:tracking-pixel-location-top"},
    {"require_tls", "o:require-tls"},
    {"skip_verification", "o:skip-verification"},
};

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
  const auto found = options.find(key);
  return found != options.end() && found->is_object() ? dumped(*found) : std::string{};
}

void read_settings(const json& options, Outbound& out) {
  for (const Setting& one : kTexts)
    if (std::string text = text_at(options, one.option); !text.empty())
      out.settings.emplace_back(one.parameter, std::move(text));
  for (const Setting& one : kChoices)
    if (const auto choice = choice_at(options, one.option))
      out.settings.emplace_back(one.parameter, *choice ? "yes" : "no");
  if (choice_at(options, "test_mode") == true) out.settings.emplace_back("o:testmode", "yes");
  out.deliver_at_ms = integer_at(options, "deliver_at_ms");
}

void read_options(const json& options, Outbound& out) {
  out.to.name = text_at(options, "to_name");
  out.cc = mailboxes_at(options, "cc");
  out.bcc = mailboxes_at(options, "bcc");
  if (options.contains("reply_to")) out.reply_to = mailbox_of(object_at(options, "reply_to"));
  out.headers = pairs_at(options, "headers");
  out.variables = pairs_at(options, "variables");
  out.tags = texts_at(options, "tags");
  out.amp_html = text_at(options, "amp_html");
  out.stored = {text_at(options, "template"), text_at(options, "template_version"),
                object_text(options, "template_data"),
                choice_at(options, "template_text") == true ? Template::Text::Yes : Template::Text::No};
  out.recipient_data = object_text(options, "recipient_data");
  read_settings(options, out);
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
  const json& options = object_at(message, "options");
  Outbound out;
  out.now_ms = integer_at(whole, "now_ms").value_or(0);
  out.channel = text_at(message, "channel");
  out.type = text_at(message, "type");
  out.attempt_ref = text_at(message, "attempt_ref");
  out.to.email = text_at(message, "to");
  const std::string from = text_at(message, "from");
  out.from = from.empty() ? account.sender : read_mailbox(from);
  out.subject = text_at(message, "subject");
  out.text = text_at(message, "text");
  out.html = text_at(message, "html");
  const auto inlined = texts_at(options, "inline");
  if (const auto list = message.find("attachments"); list != message.end() && list->is_array())
    for (const json& one : *list)
      if (one.is_object()) out.attachments.push_back(attachment_of(one, inlined));
  read_options(options, out);
  return out;
}

}  // namespace herald::mailgun
