#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/json_rules.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/vonage_headers.hpp"
#include "tests/support/vonage_wire.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Found = std::optional<VonageError>;

constexpr std::int64_t kSkewSeconds = 60;
constexpr std::int64_t kShortestSeconds = 30;
constexpr std::int64_t kDaySeconds = 86'400;

/// 422 with that member; the code is the documents' for an invalid parameter.
Found invalid(std::string member, std::string rule) {
  return VonageError{422, "1150", std::move(member), std::move(rule)};
}

Found unauthorised(std::string rule) { return VonageError{401, "", "", std::move(rule)}; }

/// What a channel carries. [value]
struct Carries {
  std::set<std::string> types{};
  std::size_t text{};     ///< characters
  std::size_t caption{};  ///< characters; 0: none
};

const std::map<std::string, Carries>& channels() {
  static const std::map<std::string, Carries> kChannels{
      {"sms", {{"text"}, 1000, 0}},
      {"mms", {{"text", "image", "vcard", "audio", "video", "file"}, 1000, 2000}},
      {"whatsapp",
       {{"text", "image", "audio", "video", "file", "template", "sticker", "custom"}, 4096, 3000}},
      {"messenger", {{"text", "image", "audio", "video", "file"}, 640, 0}},
      {"viber_service", {{"text", "image", "video", "file"}, 1000, 0}},
      {"rcs", {{"text", "image", "video", "file", "card", "carousel", "custom"}, 3072, 0}}};
  return kChannels;
}

Found check_medium(const json& mail, const std::string& type, const Carries& carries) {
  if (!mail.contains(type)) return invalid(type, "the medium is required");
  const json& medium = mail.at(type);
  if (!only_of(medium, {"url", "caption", "name"})) return invalid(type, "url, caption and name");
  if (!medium.contains("url") || !like(medium.at("url"), "https?://[!-~]{2,1992}"))
    return invalid(type + ".url", "a public URL of 10 to 2000 characters");
  if (medium.contains("caption") && (carries.caption == 0 || !is_line(medium.at("caption"), carries.caption)))
    return invalid(type + ".caption", "a caption that the channel takes");
  if (medium.contains("name") && !is_line(medium.at("name"), 200)) return invalid(type + ".name", "a name");
  return std::nullopt;
}

Found check_template(const json& mail) {
  if (!mail.contains("template") || !only_of(mail.at("template"), {"name", "parameters"}))
    return invalid("template", "name and parameters");
  const json& stored = mail.at("template");
  if (!stored.contains("name") || !is_line(stored.at("name"), 512))
    return invalid("template.name", "the name of a template");
  if (stored.contains("parameters") &&
      (!stored.at("parameters").is_array() ||
       !std::ranges::all_of(stored.at("parameters"), [](const json& one) { return one.is_string(); })))
    return invalid("template.parameters", "texts");
  if (!mail.contains("whatsapp") || !only_of(mail.at("whatsapp"), {"policy", "locale"}))
    return invalid("whatsapp", "policy and locale");
  if (mail.at("whatsapp").value("policy", json()) != "deterministic")
    return invalid("whatsapp.policy", "deterministic");
  if (!like(mail.at("whatsapp").value("locale", json()), "[a-z]{2,3}(_[A-Z]{2})?"))
    return invalid("whatsapp.locale", "a locale as en_GB");
  return std::nullopt;
}

Found check_place(const json& place) {
  if (!only_of(place, {"latitude", "longitude", "name", "address"}))
    return invalid("custom.location", "latitude, longitude, name and address");
  for (const auto& [key, most] : std::map<std::string, double>{{"latitude", 90}, {"longitude", 180}}) {
    const json value = place.value(key, json());
    if (!value.is_number() || value > most || value < -most)
      return invalid("custom.location." + key, "degrees");
  }
  for (const char* key : {"name", "address"})
    if (place.contains(key) && !is_line(place.at(key), 1000))
      return invalid(std::string{"custom.location."} + key, "1 to 1000 characters");
  return std::nullopt;
}

/// Goes to WhatsApp as it stands: a type, and the member of that name.
Found check_custom(const json& mail) {
  if (!mail.contains("custom") || !mail.at("custom").is_object()) return invalid("custom", "an object");
  const json& custom = mail.at("custom");
  const json type = custom.value("type", json());
  if (!type.is_string() || type == "type" || custom.size() != 2 || !custom.contains(type))
    return invalid("custom.type", "the name of the one member beside it");
  return type == "location" ? check_place(custom.at("location")) : std::nullopt;
}

Found check_content(const json& mail, const std::string& type, const Carries& carries) {
  static const std::set<std::string> kMedia{"image", "audio", "video", "file", "vcard", "sticker"};
  static const std::set<std::string> kContents{"text",    "image",    "audio",  "video", "file",    "vcard",
                                               "sticker", "template", "custom", "card",  "carousel"};
  for (const std::string& other : kContents)
    if (other != type && mail.contains(other)) return invalid(other, "the content of the message type only");
  if (type == "text") {
    if (!mail.contains("text") || !is_line(mail.at("text"), carries.text))
      return invalid("text", "1 to " + std::to_string(carries.text) + " characters");
    return std::nullopt;
  }
  if (type == "template") return check_template(mail);
  if (type == "sticker" && mail.contains(type) && !only_of(mail.at(type), {"url"}))
    return invalid("sticker", "url alone");
  if (type == "custom") return check_custom(mail);
  if (kMedia.contains(type)) return check_medium(mail, type, carries);
  return mail.contains(type) && mail.at(type).is_object() ? Found{} : invalid(type, "an object");
}

Found check_parties(const json& mail, const std::string& channel) {
  const bool phone = channel != "messenger" && channel != "viber_service";
  const json to = mail.value("to", json());
  if (phone ? !like(to, "[1-9][0-9]{6,14}") : !is_line(to, 50)) return invalid("to", "digits without plus");
  const json from = mail.value("from", json());
  const bool named = channel == "sms" || channel == "rcs";
  const bool digits = like(from, "[1-9][0-9]{2,14}");
  if (phone ? !digits && !(named && like(from, "[A-Za-z0-9 ]{1,11}")) : !is_line(from, 50))
    return invalid("from", "digits without plus, or a name where the channel takes one");
  return std::nullopt;
}

Found check_lifetime(const json& mail, const std::string& channel) {
  if (!mail.contains("ttl")) return std::nullopt;
  const bool brief = channel == "sms";
  const bool takes = brief || channel == "mms" || channel == "rcs";
  if (!takes || !mail.at("ttl").is_number_integer())
    return invalid("ttl", "seconds, where the channel has them");
  const auto seconds = mail.at("ttl").get<std::int64_t>();
  if (brief ? seconds < 20 || seconds > 604'800 : seconds < 300 || seconds > 259'200)
    return invalid("ttl", "20 to 604800 for sms, 300 to 259200 for mms and rcs");
  return std::nullopt;
}

Found check_sms_member(const json& mail, const std::string& channel) {
  if (!mail.contains("sms")) return std::nullopt;
  const json& sms = mail.at("sms");
  if (channel != "sms" || !only_of(sms, {"encoding_type", "content_id", "entity_id", "pool_id"}))
    return invalid("sms", "encoding_type, content_id, entity_id and pool_id, for sms");
  if (sms.contains("encoding_type") && !like(sms.at("encoding_type"), "text|unicode|auto"))
    return invalid("sms.encoding_type", "text, unicode or auto");
  for (const char* id : {"content_id", "entity_id", "pool_id"})
    if (sms.contains(id) && !like(sms.at(id), "[!-~]{1,100}"))
      return invalid(std::string{"sms."} + id, "an id");
  return std::nullopt;
}

Found check_extras(const json& mail, const std::string& channel) {
  if (mail.contains("client_ref") && !is_line(mail.at("client_ref"), 100))
    return invalid("client_ref", "1 to 100 characters");
  if (mail.contains("webhook_url") && !like(mail.at("webhook_url"), "https?://[!-~]{3,1990}"))
    return invalid("webhook_url", "an URL");
  if (mail.contains("webhook_version") && !like(mail.at("webhook_version"), R"(v0\.1|v1)"))
    return invalid("webhook_version", "v0.1 or v1");
  if (mail.contains("trusted_recipient") && !mail.at("trusted_recipient").is_boolean())
    return invalid("trusted_recipient", "true or false");
  if (mail.contains("whatsapp") &&
      (channel != "whatsapp" || mail.value("message_type", json()) != "template"))
    return invalid("whatsapp", "only beside a template");
  if (mail.contains("context") && (!only_of(mail.at("context"), {"message_uuid"}) ||
                                   !like(mail.at("context").value("message_uuid", json()), "[0-9a-f-]{36}")))
    return invalid("context", "the message_uuid that is answered");
  if (auto found = check_lifetime(mail, channel)) return found;
  return check_sms_member(mail, channel);
}

/// One complete message; alternatives under `failover` are such too, without further ones.
Found check_mail(const json& mail, bool alternative) {
  static const std::set<std::string> kKnown{"channel",
                                            "message_type",
                                            "to",
                                            "from",
                                            "text",
                                            "image",
                                            "audio",
                                            "video",
                                            "file",
                                            "vcard",
                                            "sticker",
                                            "template",
                                            "custom",
                                            "card",
                                            "carousel",
                                            "client_ref",
                                            "ttl",
                                            "webhook_url",
                                            "whatsapp",
                                            "sms",
                                            "context",
                                            "failover",
                                            "webhook_version",
                                            "trusted_recipient"};
  if (!mail.is_object()) return invalid("", "a JSON object");
  for (const auto& [name, value] : mail.items())
    if (!kKnown.contains(name)) return invalid(name, "a member of the documents");
  const auto channel =
      channels().find(mail.value("channel", json("")).is_string() ? mail.value("channel", "") : "");
  if (channel == channels().end()) return invalid("channel", "a channel of the documents");
  const json type = mail.value("message_type", json());
  if (!type.is_string() || !channel->second.types.contains(type))
    return invalid("message_type", "of the channel");
  if (auto found = check_parties(mail, channel->first)) return found;
  if (auto found = check_content(mail, type, channel->second)) return found;
  if (auto found = check_extras(mail, channel->first)) return found;
  if (!mail.contains("failover")) return std::nullopt;
  const json& others = mail.at("failover");
  if (alternative || !others.is_array() || others.empty())
    return invalid("failover", "complete alternatives");
  for (const json& other : others)
    if (auto found = check_mail(other, true)) return invalid("failover", found->rule);
  return std::nullopt;
}

Found check_claims(const VonageAccount& account, const std::string& text, std::int64_t now,
                   VonageTokens& used) {
  const json claims = json::parse(text, nullptr, false);
  if (!claims.is_object()) return unauthorised("claims are an object");
  if (!only_of(claims, {"application_id", "iat", "jti", "exp", "nbf", "sub", "acl"}))
    return unauthorised("claims of the documents");
  if (claims.value("application_id", json()) != account.application_id)
    return unauthorised("the application");
  if (!claims.value("iat", json()).is_number_integer()) return unauthorised("iat in seconds");
  const auto issued = claims.at("iat").get<std::int64_t>();
  if (issued > now + kSkewSeconds) return unauthorised("iat is not ahead");
  const json expiry = claims.value("exp", json(issued + 900));
  if (!expiry.is_number_integer()) return unauthorised("exp in seconds");
  const std::int64_t lifetime = expiry.get<std::int64_t>() - issued;
  if (lifetime < kShortestSeconds || lifetime > kDaySeconds) return unauthorised("30 s to 24 h of life");
  if (expiry.get<std::int64_t>() <= now) return unauthorised("not expired");
  if (!like(claims.value("jti", json()), "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"))
    return unauthorised("jti is a UUID");
  if (!used.insert(claims.at("jti")).second) return unauthorised("a jti counts once");
  return std::nullopt;
}

Found check_bearer(const VonageAccount& account, const std::string& given, std::int64_t now,
                   VonageTokens& used) {
  constexpr std::string_view kBearer = "Bearer ";
  if (!given.starts_with(kBearer)) {
    const bool known = given == "Basic " + base64(account.api_key + ":" + account.api_secret);
    return known ? Found{} : unauthorised("a token, or the account's key and secret");
  }
  std::string claims;
  if (account.public_key.empty() || !rs256_verifies(given.substr(kBearer.size()), account.public_key, claims))
    return unauthorised("RS256 of the application");
  return check_claims(account, claims, now, used);
}

}  // namespace

std::optional<VonageError> check_message_body(const std::string& body) {
  const json mail = strict_json(body);
  if (!mail.is_object()) return invalid("", "a JSON object in UTF-8 that has each name once");
  return check_mail(mail, false);
}

std::optional<VonageError> check_media_request(const VonageAccount& account, const RawRequest& request,
                                               std::int64_t now, VonageTokens& used) {
  if (!request.line().starts_with("GET /v3/media/") || !request.line().ends_with(" HTTP/1.1"))
    return VonageError{404, "", "", "the path is /v3/media/{id}"};
  const auto headers = request_headers(request);
  if (!only_header(headers, "host")) return VonageError{400, "", "", "one Host"};
  if (!request.body.empty()) return VonageError{400, "", "", "no body"};
  const std::string given = only_header(headers, "authorization").value_or("");
  if (!given.starts_with("Bearer ")) return unauthorised("a token of the application");
  return check_bearer(account, given, now, used);
}

std::optional<VonageError> check_message_request(const VonageAccount& account, const RawRequest& request,
                                                 std::int64_t now, VonageTokens& used) {
  const std::string line = request.line();
  if (!line.starts_with("POST ")) return VonageError{405, "", "", "the method is POST"};
  if (line != "POST /v1/messages HTTP/1.1") return VonageError{404, "", "", "the path is /v1/messages"};
  if (auto wrong = check_vonage_head(request, "application/json")) return wrong;
  const auto given = only_header(request_headers(request), "authorization");
  if (!given) return unauthorised("credentials");
  if (auto wrong = check_bearer(account, *given, now, used)) return wrong;
  return check_message_body(request.body);
}

}  // namespace herald::test
