#include <algorithm>
#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/support/sendgrid_wire.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Wrong = std::optional<SendGridError>;

constexpr std::size_t kMailBytes = 30'000'000;

Wrong wrong(std::string field, std::string rule, int status = 400) {
  return SendGridError{status, std::move(field), std::move(rule)};
}

std::string small(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool fits(const std::string& text, const char* pattern) { return whole_match(text, std::regex{pattern}); }

bool ascii(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool one_line(const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; }

bool is_text(const json& value) { return value.is_string() && !value.get_ref<const std::string&>().empty(); }

bool is_line(const json& value) { return is_text(value) && one_line(value.get_ref<const std::string&>()); }

bool texts_only(const json& value) {
  return value.is_object() && !value.empty() &&
         std::ranges::all_of(value, [](const json& each) { return each.is_string(); });
}

/// One address: ASCII, a host of several labels.
bool address(const json& value) {
  static const std::regex kAddress{
      R"([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@)"
      R"(([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)"};
  return value.is_string() && whole_match(value.get_ref<const std::string&>(), kAddress);
}

bool known_only(const json& object, std::initializer_list<std::string_view> names) {
  return object.is_object() && std::ranges::all_of(object.items(), [&](const auto& each) {
           return std::ranges::find(names, each.key()) != names.end();
         });
}

Wrong check_mailbox(const json& value, const std::string& field) {
  if (!known_only(value, {"email", "name"}) || !value.contains("email"))
    return wrong(field, "an address is an object of email and name");
  if (!address(value.at("email"))) return wrong(field + ".email", "a valid address");
  if (value.contains("name") && !is_text(value.at("name"))) return wrong(field + ".name", "a name is a text");
  return std::nullopt;
}

/// A list of addresses, each once in `seen`.
Wrong check_mailboxes(const json& list, const std::string& field, std::set<std::string>& seen) {
  if (!list.is_array() || list.empty() || list.size() > 1000) return wrong(field, "1 to 1000 addresses");
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = field + "." + std::to_string(i);
    if (auto found = check_mailbox(list[i], at)) return found;
    if (!seen.insert(small(list[i].at("email"))).second) return wrong(field, "each address once");
  }
  return std::nullopt;
}

std::size_t bytes_of(const json& object) { return object.dump().size(); }

bool dynamic_template(const json& mail) {
  return mail.contains("template_id") && mail.at("template_id").is_string() &&
         fits(mail.at("template_id").get<std::string>(), "d-[0-9a-f]{32}");
}

Wrong check_envelope(const json& one, const json& mail, const std::string& field, std::size_t& recipients) {
  if (!known_only(one, {"to", "cc", "bcc", "subject", "custom_args", "dynamic_template_data"}))
    return wrong(field, "no such member of a personalization");
  if (!one.contains("to")) return wrong(field + ".to", "to is required");
  std::set<std::string> seen;
  for (const char* list : {"to", "cc", "bcc"})
    if (one.contains(list))
      if (auto found = check_mailboxes(one.at(list), field + "." + list, seen)) return found;
  recipients += seen.size();
  if (one.contains("subject") && !is_line(one.at("subject"))) return wrong(field + ".subject", "one line");
  if (one.contains("custom_args") &&
      (!texts_only(one.at("custom_args")) || bytes_of(one.at("custom_args")) >= 10'000))
    return wrong(field + ".custom_args", "texts of less than 10000 bytes");
  if (one.contains("dynamic_template_data") &&
      (!one.at("dynamic_template_data").is_object() || !dynamic_template(mail)))
    return wrong(field + ".dynamic_template_data", "an object, with a dynamic template");
  return std::nullopt;
}

Wrong check_envelopes(const json& mail) {
  if (!mail.contains("personalizations") || !mail.at("personalizations").is_array() ||
      mail.at("personalizations").empty() || mail.at("personalizations").size() > 1000)
    return wrong("personalizations", "1 to 1000 personalizations");
  std::size_t recipients = 0;
  for (std::size_t i = 0; i < mail.at("personalizations").size(); ++i)
    if (auto found = check_envelope(mail.at("personalizations")[i], mail,
                                    "personalizations." + std::to_string(i), recipients))
      return found;
  if (recipients > 1000) return wrong("personalizations", "at most 1000 recipients");
  return std::nullopt;
}

Wrong check_parties(const SendGridAccount& account, const json& mail) {
  if (!mail.contains("from")) return wrong("from", "from is required");
  if (auto found = check_mailbox(mail.at("from"), "from")) return found;
  if (small(mail.at("from").at("email")) != small(account.sender))
    return wrong("from", "The from address does not match a verified Sender Identity", 403);
  if (mail.contains("reply_to") && mail.contains("reply_to_list"))
    return wrong("reply_to", "reply_to or reply_to_list");
  if (mail.contains("reply_to")) return check_mailbox(mail.at("reply_to"), "reply_to");
  std::set<std::string> seen;
  if (mail.contains("reply_to_list")) return check_mailboxes(mail.at("reply_to_list"), "reply_to_list", seen);
  return std::nullopt;
}

/// text/plain comes first, then text/html, then the others.
int rank(const std::string& type) {
  if (type == "text/plain") return 0;
  return type == "text/html" ? 1 : 2;
}

Wrong check_contents(const json& mail) {
  const bool from_template = mail.contains("template_id");
  if (from_template && !dynamic_template(mail)) return wrong("template_id", "d- and 32 hexadecimal digits");
  const auto& envelopes = mail.at("personalizations");
  const bool each = std::ranges::all_of(envelopes, [](const json& one) { return one.contains("subject"); });
  if (!mail.contains("subject") && !each && !from_template) return wrong("subject", "subject is required");
  if (mail.contains("subject") && !is_line(mail.at("subject"))) return wrong("subject", "one line");
  if (!mail.contains("content")) return from_template ? Wrong{} : wrong("content", "content is required");
  const json& list = mail.at("content");
  if (!list.is_array() || list.empty()) return wrong("content", "at least one content");
  int last = -1;
  for (const json& one : list) {
    if (!known_only(one, {"type", "value"}) || one.size() != 2 || !is_line(one.at("type")) ||
        !is_text(one.at("value")) || one.at("type").get<std::string>().find(';') != std::string::npos)
      return wrong("content", "a type without parameters and a value that is not empty");
    const int now = rank(one.at("type"));
    if (now < last || (now == last && now < 2)) return wrong("content", "text/plain, then text/html");
    last = now;
  }
  return std::nullopt;
}

bool standard_base64(const json& value) {
  if (!is_text(value)) return false;
  const auto& text = value.get_ref<const std::string&>();
  const auto end = text.find('=');
  const std::string_view padding =
      end == std::string::npos ? std::string_view{} : std::string_view{text}.substr(end);
  return text.size() % 4 == 0 && (padding.empty() || padding == "=" || padding == "==") &&
         std::all_of(text.begin(), text.end() - static_cast<std::ptrdiff_t>(padding.size()),
                     [](unsigned char c) { return std::isalnum(c) != 0 || c == '+' || c == '/'; });
}

bool attachments(const json& list) {
  return list.is_array() && !list.empty() && std::ranges::all_of(list, [](const json& one) {
           if (!known_only(one, {"content", "filename", "type", "disposition", "content_id"})) return false;
           if (!one.contains("content") || !standard_base64(one.at("content"))) return false;
           if (!one.contains("filename") || !is_line(one.at("filename"))) return false;
           if (one.contains("type") &&
               (!is_line(one.at("type")) || one.at("type").get<std::string>().find(';') != std::string::npos))
             return false;
           const json way = one.value("disposition", json("attachment"));
           if (one.contains("content_id") &&
               (!is_line(one.at("content_id")) ||
                one.at("content_id").get<std::string>().find_first_of("<>") != std::string::npos))
             return false;
           return way == "attachment" || (way == "inline" && one.contains("content_id"));
         });
}

bool headers_allowed(const json& headers) {
  static const std::set<std::string> kReserved{
      "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding",
      "to",      "from",     "subject",  "reply-to",       "cc",           "bcc"};
  return texts_only(headers) && std::ranges::all_of(headers.items(), [](const auto& one) {
           return fits(one.key(), "[!-9;-~]+") && !kReserved.contains(small(one.key())) &&
                  ascii(one.value().template get<std::string>());
         });
}

bool categories(const json& list) {
  if (!list.is_array() || list.empty() || list.size() > 10) return false;
  std::set<std::string> seen;
  return std::ranges::all_of(list, [&](const json& one) {
    return is_text(one) && one.get_ref<const std::string&>().size() <= 255 && ascii(one) &&
           seen.insert(one).second;
  });
}

bool unsubscribe_group(const json& value) {
  if (!known_only(value, {"group_id", "groups_to_display"}) || !value.contains("group_id")) return false;
  const json groups = value.value("groups_to_display", json::array());
  return value.at("group_id").is_number_integer() && groups.is_array() && groups.size() <= 25 &&
         std::ranges::all_of(groups, [](const json& one) { return one.is_number_integer(); });
}

/// `{name:{enable:bool, …}}` with these names only.
bool switches(const json& value, std::initializer_list<std::string_view> names) {
  return known_only(value, names) && !value.empty() && std::ranges::all_of(value, [](const json& one) {
           return known_only(one, {"enable", "enable_text", "substitution_tag"}) && one.contains("enable") &&
                  one.at("enable").is_boolean() && one.value("enable_text", json(true)).is_boolean();
         });
}

struct MailRule {
  const char* name;
  bool (*right)(const json&);
};

constexpr std::array<MailRule, 8> kMailRules{{
    {"attachments", attachments},
    {"headers", headers_allowed},
    {"categories", categories},
    {"custom_args", [](const json& v) { return texts_only(v) && bytes_of(v) < 10'000; }},
    {"asm", unsubscribe_group},
    {"ip_pool_name",
     [](const json& v) {
       return v.is_string() && v.get<std::string>().size() >= 2 && v.get<std::string>().size() <= 64;
     }},
    {"tracking_settings",
     [](const json& v) { return switches(v, {"click_tracking", "open_tracking", "subscription_tracking"}); }},
    {"mail_settings", [](const json& v) { return switches(v, {"sandbox_mode"}); }},
}};

Wrong check_members(const json& mail) {
  static const std::set<std::string> kOthers{"personalizations", "from",    "reply_to",   "reply_to_list",
                                             "subject",          "content", "template_id"};
  for (const auto& [name, value] : mail.items()) {
    const auto* rule = std::ranges::find(kMailRules, name, &MailRule::name);
    if (rule == kMailRules.end() && !kOthers.contains(name)) return wrong(name, "no such member");
    if (rule != kMailRules.end() && !rule->right(value)) return wrong(name, "the form of " + name);
  }
  return std::nullopt;
}

/// The document, or nothing when it is no JSON object in UTF-8 or repeats a name.
std::optional<json> read_mail(const std::string& body) {
  std::vector<std::set<std::string>> names;
  bool repeated = false;
  const auto watch = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) names.emplace_back();
    if (event == json::parse_event_t::object_end) names.pop_back();
    if (event == json::parse_event_t::key && !names.back().insert(parsed.get<std::string>()).second)
      repeated = true;
    return true;
  };
  json mail = json::parse(body, watch, false);
  if (repeated || !mail.is_object()) return std::nullopt;
  return mail;
}

using MailHeaders = std::vector<std::pair<std::string, std::string>>;

MailHeaders mail_headers(const RawRequest& request) {
  MailHeaders out;
  for (auto at = request.head.find("\r\n"); at + 4 < request.head.size();) {
    const auto end = request.head.find("\r\n", at + 2);
    const std::string line = request.head.substr(at + 2, end - at - 2);
    const auto colon = line.find(": ");
    out.emplace_back(small(line.substr(0, colon)), colon == std::string::npos ? "" : line.substr(colon + 2));
    at = end;
  }
  return out;
}

/// The value of a header that stands there once; nothing otherwise.
std::optional<std::string> single(const MailHeaders& headers, std::string_view name) {
  if (std::ranges::count(headers, name, &MailHeaders::value_type::first) != 1) return std::nullopt;
  return std::ranges::find(headers, name, &MailHeaders::value_type::first)->second;
}

Wrong check_mail_headers(const SendGridAccount& account, const RawRequest& request) {
  static const std::set<std::string> kAllowed{"host",           "accept",        "accept-encoding",
                                              "user-agent",     "authorization", "content-type",
                                              "content-length", "on-behalf-of"};
  const auto headers = mail_headers(request);
  for (const auto& [name, value] : headers)
    if (!kAllowed.contains(name)) return wrong("", "no header " + name, name == "expect" ? 417 : 400);
  if (!single(headers, "host")) return wrong("", "one Host");
  if (single(headers, "authorization") != "Bearer " + account.api_key)
    return wrong("", "The provided authorization grant is invalid, expired, or revoked", 401);
  if (single(headers, "content-type") != "application/json") return wrong("", "JSON", 415);
  if (single(headers, "accept").value_or("*/*") != "*/*") return wrong("", "any answer", 406);
  if (single(headers, "content-length") != std::to_string(request.body.size()))
    return wrong("", "a length in bytes", 411);
  const bool subuser = std::ranges::count(headers, "on-behalf-of", &MailHeaders::value_type::first) > 0;
  if (subuser != !account.subuser.empty() || (subuser && single(headers, "on-behalf-of") != account.subuser))
    return wrong("", "the subuser of the account", 403);
  return std::nullopt;
}

}  // namespace

std::optional<SendGridError> check_mail(const SendGridAccount& account, const std::string& body) {
  const auto mail = read_mail(body);
  if (!mail) return wrong("", "a JSON object in UTF-8");
  if (auto found = check_envelopes(*mail)) return found;
  if (auto found = check_parties(account, *mail)) return found;
  if (auto found = check_contents(*mail)) return found;
  return check_members(*mail);
}

std::optional<SendGridError> check_mail_send(const SendGridAccount& account, const RawRequest& request) {
  if (!request.line().starts_with("POST ")) return wrong("", "the method is POST", 405);
  if (request.line() != "POST /v3/mail/send HTTP/1.1") return wrong("", "the path is /v3/mail/send", 404);
  if (auto found = check_mail_headers(account, request)) return found;
  if (request.body.size() >= kMailBytes) return wrong("", "less than 30 MB", 413);
  return check_mail(account, request.body);
}

}  // namespace herald::test
