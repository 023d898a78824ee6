#include "tests/support/whatsapp_rules.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/json_rules.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Wrong = std::optional<WhatsAppError>;

constexpr std::size_t kMiB = std::size_t{1024} * 1024;

struct Kind {
  std::set<std::string> types{};
  std::size_t most{};  ///< bytes
};

/// What may be uploaded as which kind of message; the kinds in the order of their limits.
const std::vector<Kind>& upload_kinds() {
  static const std::vector<Kind> kKinds{
      {{"image/jpeg", "image/png"}, 5 * kMiB},
      {{"image/webp"}, std::size_t{500} * 1024},
      {{"video/mp4", "video/3gpp", "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"},
       16 * kMiB},
      {{"text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
       100 * kMiB}};
  return kKinds;
}

Wrong check_text(const json& text) {
  if (!only_of(text, {"body", "preview_url"})) return whatsapp_invalid("text", "body and preview_url");
  if (!is_line(text.value("body", json()), 4096))
    return whatsapp_invalid("text.body", "1 to 4096 characters");
  if (text.contains("preview_url") && !text.at("preview_url").is_boolean())
    return whatsapp_invalid("text.preview_url", "true or false");
  return std::nullopt;
}

Wrong check_location(const json& place) {
  if (!only_of(place, {"latitude", "longitude", "name", "address"}))
    return whatsapp_invalid("location", "latitude, longitude, name and address");
  for (const auto& [key, most] : std::map<std::string, double>{{"latitude", 90}, {"longitude", 180}}) {
    const json value = place.value(key, json());
    if (!value.is_number() || value > most || value < -most)
      return whatsapp_invalid("location." + key, "degrees");
  }
  if (place.contains("name") && !is_line(place.at("name"), 1000))
    return whatsapp_invalid("location.name", "a name");
  if (place.contains("address") && (!place.contains("name") || !is_line(place.at("address"), 1000)))
    return whatsapp_invalid("location.address", "an address beside a name");
  return std::nullopt;
}

Wrong check_phones(const json& phones) {
  if (!phones.is_array()) return whatsapp_invalid("contacts.phones", "a list");
  for (const json& one : phones)
    if (!only_of(one, {"phone", "type", "wa_id"}) || !is_line(one.value("phone", json()), 50))
      return whatsapp_invalid("contacts.phones", "phone, type and wa_id");
  return std::nullopt;
}

Wrong check_contacts(const json& list) {
  if (!list.is_array() || list.empty()) return whatsapp_invalid("contacts", "a list of contacts");
  for (const json& one : list) {
    if (!only_of(one, {"name", "phones", "emails", "addresses", "org", "urls", "birthday"}))
      return whatsapp_invalid("contacts", "members of a contact");
    const json name = one.value("name", json());
    if (!only_of(name, {"formatted_name", "first_name", "last_name", "middle_name", "prefix", "suffix"}) ||
        !is_line(name.value("formatted_name", json()), 1000) || name.size() < 2)
      return whatsapp_invalid("contacts.name", "formatted_name and one part of a name");
    if (one.contains("phones"))
      if (auto wrong = check_phones(one.at("phones"))) return wrong;
  }
  return std::nullopt;
}

Wrong check_reaction(const json& reaction) {
  if (!only_of(reaction, {"message_id", "emoji"}))
    return whatsapp_invalid("reaction", "message_id and emoji");
  if (!like(reaction.value("message_id", json()), "wamid\\.[!-~]{1,250}"))
    return whatsapp_invalid("reaction.message_id", "a message");
  const json emoji = reaction.value("emoji", json());
  if (emoji != "" && !is_line(emoji, 20)) return whatsapp_invalid("reaction.emoji", "one emoji or nothing");
  return std::nullopt;
}

/// The content of a message's type, checked.
Wrong check_content(const std::string& type, const json& content) {
  if (type == "text") return check_text(content);
  if (type == "image" || type == "video") return check_whatsapp_medium(content, type, {"caption"});
  if (type == "audio") return check_whatsapp_medium(content, type, {"voice"});
  if (type == "document") return check_whatsapp_medium(content, type, {"caption", "filename"});
  if (type == "sticker") return check_whatsapp_medium(content, type, {});
  if (type == "location") return check_location(content);
  if (type == "contacts") return check_contacts(content);
  if (type == "reaction") return check_reaction(content);
  if (type == "interactive") return check_whatsapp_interactive(content);
  return check_whatsapp_template(content);
}

Wrong check_extras(const json& mail, const std::string& type) {
  if (mail.contains("biz_opaque_callback_data") && !is_line(mail.at("biz_opaque_callback_data"), 512))
    return whatsapp_invalid("biz_opaque_callback_data", "1 to 512 characters");
  if (mail.contains("recipient_identity_key_hash") &&
      !like(mail.at("recipient_identity_key_hash"), "[!-~]{1,256}"))
    return whatsapp_invalid("recipient_identity_key_hash", "a hash");
  if (!mail.contains("context")) return std::nullopt;
  const json& context = mail.at("context");
  if (type == "reaction" || !only_of(context, {"message_id"}) ||
      !like(context.value("message_id", json()), "wamid\\.[!-~]{1,250}"))
    return whatsapp_invalid("context", "the message that is answered");
  return std::nullopt;
}

Wrong check_recipient(const json& mail) {
  const json kind = mail.value("recipient_type", json("individual"));
  if (kind != "individual" && kind != "group")
    return whatsapp_invalid("recipient_type", "individual or group");
  if (mail.contains("to") == mail.contains("recipient"))
    return whatsapp_invalid("to", "one of to and recipient", 131008);
  if (mail.contains("recipient")) {
    if (kind != "individual" || !like(mail.at("recipient"), "[A-Z]{2}\\.[0-9A-Za-z]{1,128}"))
      return whatsapp_invalid("recipient", "one user without a number");
    return std::nullopt;
  }
  const char* shape = kind == "group" ? "[!-~]{1,200}" : "[1-9][0-9]{6,14}";
  if (!like(mail.at("to"), shape))
    return whatsapp_invalid("to", "digits with the country code, or a group", 131008);
  return std::nullopt;
}

/// Where webhooks go, and what the handshake repeats.
Wrong check_callback(const json& callback) {
  if (!like(callback.value("override_callback_uri", json()), "https://[!-~]{3,192}"))
    return whatsapp_invalid("override_callback_uri", "an URL of https with at most 200 characters", 100);
  if (!is_line(callback.value("verify_token", json()), 1000))
    return whatsapp_invalid("verify_token", "a text", 100);
  return std::nullopt;
}

}  // namespace

WhatsAppError whatsapp_invalid(const std::string& member, const std::string& rule, int code) {
  return {400, code, member, rule};
}

Wrong check_whatsapp_medium(const json& medium, const std::string& member,
                            std::initializer_list<std::string_view> extras) {
  const auto has = [&](const char* name) { return medium.contains(name); };
  if (!medium.is_object() || has("id") == has("link"))
    return whatsapp_invalid(member, "exactly one of id and link");
  for (const auto& [name, value] : medium.items())
    if (name != "id" && name != "link" && std::ranges::find(extras, name) == extras.end())
      return whatsapp_invalid(member + "." + name, "members of the kind", 100);
  if (has("id") && !like(medium.at("id"), "[0-9]{1,64}")) return whatsapp_invalid(member + ".id", "an id");
  if (has("link") && !like(medium.at("link"), "https?://[!-~]{3,2000}"))
    return whatsapp_invalid(member + ".link", "a public URL");
  if (has("caption") && !is_line(medium.at("caption"), 1024))
    return whatsapp_invalid(member + ".caption", "1 to 1024 characters");
  if (has("filename") && !is_line(medium.at("filename"), 240))
    return whatsapp_invalid(member + ".filename", "a name");
  if (has("voice") && !medium.at("voice").is_boolean())
    return whatsapp_invalid(member + ".voice", "true or false");
  return std::nullopt;
}

Wrong check_whatsapp_message(const std::string& body) {
  static const std::set<std::string> kTypes{"text",     "image",       "video",    "audio",
                                            "document", "sticker",     "location", "contacts",
                                            "reaction", "interactive", "template"};
  static const std::set<std::string> kCommon{"messaging_product",
                                             "recipient_type",
                                             "to",
                                             "recipient",
                                             "type",
                                             "context",
                                             "biz_opaque_callback_data",
                                             "recipient_identity_key_hash"};
  const json mail = strict_json(body);
  if (!mail.is_object())
    return whatsapp_invalid("body", "a JSON object in UTF-8 that has each name once", 100);
  if (mail.value("messaging_product", json()) != "whatsapp")
    return whatsapp_invalid("messaging_product", "whatsapp", 131008);
  const json type = mail.value("type", json("text"));
  if (!type.is_string() || !kTypes.contains(type)) return whatsapp_invalid("type", "a type", 131051);
  for (const auto& [name, value] : mail.items())
    if (name != type && !kCommon.contains(name))
      return whatsapp_invalid(name, "a member of the documents", 100);
  if (auto wrong = check_recipient(mail)) return wrong;
  if (!mail.contains(type)) return whatsapp_invalid(type, "the content of the type", 131008);
  if (auto wrong = check_content(type, mail.at(type.get<std::string>()))) return wrong;
  return check_extras(mail, type);
}

Wrong check_whatsapp_subscription(const std::string& body) {
  const json whole = strict_json(body);
  if (!only_of(whole, {"override_callback_uri", "verify_token"}) || whole.size() == 1)
    return whatsapp_invalid("body", "override_callback_uri and verify_token, or nothing", 100);
  return whole.empty() ? Wrong{} : check_callback(whole);
}

Wrong check_whatsapp_configuration(const std::string& body) {
  const json whole = strict_json(body);
  if (!only_of(whole, {"webhook_configuration"}) || whole.empty())
    return whatsapp_invalid("body", "webhook_configuration", 100);
  const json& configuration = whole.at("webhook_configuration");
  if (!only_of(configuration, {"override_callback_uri", "verify_token"}))
    return whatsapp_invalid("webhook_configuration", "override_callback_uri and verify_token", 100);
  return configuration == json{{"override_callback_uri", ""}} ? Wrong{} : check_callback(configuration);
}

Wrong check_whatsapp_upload(const MailFields& parts) {
  if (parts.size() != 3) return whatsapp_invalid("parts", "messaging_product, type and file", 100);
  if (mail_field(parts, "messaging_product") != "whatsapp")
    return whatsapp_invalid("messaging_product", "whatsapp", 100);
  const auto file = std::ranges::find(parts, "file", &MailField::name);
  if (file == parts.end() || file->filename.empty())
    return whatsapp_invalid("file", "a file with a name", 100);
  const std::string type = mail_field(parts, "type");
  if (type.empty() || file->type != type) return whatsapp_invalid("type", "the type of the file", 100);
  for (const Kind& kind : upload_kinds())
    if (kind.types.contains(type))
      return !file->value.empty() && file->value.size() <= kind.most
                 ? Wrong{}
                 : whatsapp_invalid("file", "1 to " + std::to_string(kind.most) + " bytes", 131053);
  return whatsapp_invalid("type", "a type of the documents", 131053);
}

}  // namespace herald::test
