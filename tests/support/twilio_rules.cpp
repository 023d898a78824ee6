#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/twilio_wire.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using Complaint = std::optional<TwilioError>;

struct Header {
  std::string name;
  std::string value;
};

std::vector<Header> headers_of(const RawRequest& request) {
  std::vector<Header> out;
  for (auto at = request.head.find("\r\n"); at + 4 < request.head.size();) {
    const auto end = request.head.find("\r\n", at + 2);
    const std::string line = request.head.substr(at + 2, end - at - 2);
    const auto colon = line.find(": ");
    Header header{line.substr(0, colon), colon == std::string::npos ? std::string{} : line.substr(colon + 2)};
    std::ranges::transform(header.name, header.name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out.push_back(std::move(header));
    at = end;
  }
  return out;
}

/// The value of a header that stands there once; nothing otherwise.
std::optional<std::string> only(const std::vector<Header>& headers, std::string_view name) {
  if (std::ranges::count(headers, name, &Header::name) != 1) return std::nullopt;
  return std::ranges::find(headers, name, &Header::name)->value;
}

bool matches(const std::string& text, const char* pattern) { return whole_match(text, std::regex{pattern}); }

bool whatsapp(const std::string& text) {
  return matches(text, R"(whatsapp:(\+[1-9][0-9]{1,14}|[A-Z]{2}\.[0-9A-Za-z]{1,128}))");
}

bool recipient(const std::string& text) { return matches(text, R"(\+[1-9][0-9]{1,14})") || whatsapp(text); }

/// `geo:latitude,longitude|label`
bool place(const std::string& text) {
  return matches(text, R"(geo:-?[0-9]{1,3}(\.[0-9]{1,15})?,-?[0-9]{1,3}(\.[0-9]{1,15})?(\|[^|]{1,1000})?)");
}

bool number_between(const std::string& text, int least, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most;
}

bool string_map(const std::string& text) {
  const auto value = nlohmann::json::parse(text, nullptr, false);
  return value.is_object() && std::ranges::all_of(value, [](const auto& each) { return each.is_string(); });
}

bool sender(const std::string& text) {
  if (matches(text, R"(whatsapp:\+[1-9][0-9]{1,14})")) return true;
  return matches(text, R"(\+[1-9][0-9]{1,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})") &&
         (text[0] == '+' || matches(text, "[0-9]+") ||
          std::ranges::any_of(text, [](unsigned char c) { return std::isalpha(c); }));
}

bool web_url(const std::string& text) {
  return matches(text, R"(https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s#]*)?)");
}

std::size_t characters(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool yes_or_no(const std::string& text) { return text == "true" || text == "false"; }

/// A parameter, when its value is right, and what is answered when it is not.
struct Rule {
  const char* name;
  bool (*right)(const std::string&);
  int code;
};

constexpr int kInvalidParameter = 20001;

constexpr std::array<Rule, 24> kRules{{
    {"To", recipient, 21211},
    {"From", sender, 21212},
    {"MessagingServiceSid", [](const std::string& t) { return matches(t, "MG[0-9a-f]{32}"); }, 21701},
    {"Body", [](const std::string& t) { return characters(t) <= 1600; }, 21617},
    {"MediaUrl", web_url, 21620},
    {"StatusCallback", web_url, 21609},
    {"ApplicationSid", [](const std::string& t) { return matches(t, "AP[0-9a-f]{32}"); }, kInvalidParameter},
    {"ValidityPeriod", [](const std::string& t) { return number_between(t, 1, 36'000); }, kInvalidParameter},
    {"Attempt", [](const std::string& t) { return number_between(t, 1, 1000); }, kInvalidParameter},
    {"ProvideFeedback", yes_or_no, kInvalidParameter},
    {"ForceDelivery", yes_or_no, kInvalidParameter},
    {"ContentRetention", [](const std::string& t) { return t == "retain" || t == "discard"; },
     kInvalidParameter},
    {"AddressRetention", [](const std::string& t) { return t == "retain" || t == "obfuscate"; },
     kInvalidParameter},
    {"SmartEncoded", yes_or_no, kInvalidParameter},
    {"ContentSid", [](const std::string& t) { return matches(t, "HX[0-9a-f]{32}"); }, 21656},
    {"ContentVariables", string_map, 21656},
    {"ScheduleType", [](const std::string& t) { return t == "fixed"; }, 35114},
    {"SendAt", [](const std::string& t) { return matches(t, R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"); }, 35115},
    {"ShortenUrls", yes_or_no, kInvalidParameter},
    {"SendAsMms", yes_or_no, kInvalidParameter},
    {"RiskCheck", [](const std::string& t) { return t == "enable" || t == "disable"; }, kInvalidParameter},
    {"PersistentAction", place, kInvalidParameter},
    {"FallbackFrom", sender, 21212},
    {"TrafficType", [](const std::string& t) { return t == "free"; }, kInvalidParameter},
}};

Complaint check_head(const TwilioAccount& account, const RawRequest& request) {
  const std::string path = "/2010-04-01/Accounts/" + account.sid + "/Messages.json";
  const std::string line = request.line();
  if (!line.starts_with("POST ")) return TwilioError{405, 20004, "the method is POST"};
  if (line != "POST " + path + " HTTP/1.1")
    return TwilioError{404, 20404, "the path names the account's messages"};
  const auto headers = headers_of(request);
  if (!only(headers, "host")) return TwilioError{400, kInvalidParameter, "one Host"};
  if (only(headers, "authorization") != authorization_of(account))
    return TwilioError{401, 20003, "basic authentication of the account"};
  if (only(headers, "content-type") != "application/x-www-form-urlencoded; charset=utf-8")
    return TwilioError{415, kInvalidParameter, "the content type is a form in UTF-8"};
  if (only(headers, "content-length") != std::to_string(request.body.size()) ||
      only(headers, "transfer-encoding"))
    return TwilioError{411, kInvalidParameter, "a length in bytes"};
  if (only(headers, "expect")) return TwilioError{417, kInvalidParameter, "no expectations"};
  return std::nullopt;
}

/// Messages of WhatsApp: from its number to its user, one file each.
Complaint check_whatsapp(const Form& form) {
  const bool to = whatsapp(field(form, "To"));
  const std::string from = field(form, "From");
  if (!from.empty() && whatsapp(from) != to)
    return TwilioError{400, 63007, "sender and recipient of one channel"};
  if (!to && !field(form, "PersistentAction").empty())
    return TwilioError{400, kInvalidParameter, "places are of WhatsApp"};
  if (to && std::ranges::count(form, "MediaUrl", &Form::value_type::first) > 1)
    return TwilioError{400, kInvalidParameter, "one file in a message of WhatsApp"};
  return std::nullopt;
}

Complaint check_parameters(const Form& form) {
  for (const auto& [name, value] : form) {
    const auto* rule = std::ranges::find(kRules, name, &Rule::name);
    if (rule == kRules.end()) return TwilioError{400, kInvalidParameter, "no parameter " + name};
    if (!rule->right(value)) return TwilioError{400, rule->code, "the form of " + name};
    const auto count = std::ranges::count(form, name, &Form::value_type::first);
    if (count > (name == "MediaUrl" ? 10 : 1))
      return TwilioError{400, kInvalidParameter, "not so many of " + name};
  }
  const auto has = [&](const char* name) { return !field(form, name).empty(); };
  if (!has("To")) return TwilioError{400, 21604, "To is required"};
  if (!has("From") && !has("MessagingServiceSid")) return TwilioError{400, 21603, "a sender is required"};
  if (!has("Body") && !has("MediaUrl") && !has("ContentSid"))
    return TwilioError{400, 21602, "Body is required"};
  if (has("ContentVariables") && !has("ContentSid"))
    return TwilioError{400, 21656, "variables need a template"};
  if (has("ScheduleType") != has("SendAt") || (has("SendAt") && !has("MessagingServiceSid")))
    return TwilioError{400, 35114, "scheduling needs type, time and service"};
  return check_whatsapp(form);
}

}  // namespace

std::optional<TwilioError> check_create(const TwilioAccount& account, const RawRequest& request) {
  if (auto wrong = check_head(account, request)) return wrong;
  const auto form = read_form(request.body);
  if (!form) return TwilioError{400, kInvalidParameter, "form syntax"};
  return check_parameters(*form);
}

std::optional<TwilioError> check_account_request(const TwilioAccount& account, const RawRequest& request) {
  if (request.line() != "GET /2010-04-01/Accounts/" + account.sid + ".json HTTP/1.1")
    return TwilioError{404, 20404, "the path names the account"};
  const auto headers = headers_of(request);
  if (!only(headers, "host") || !request.body.empty())
    return TwilioError{400, kInvalidParameter, "one Host and no body"};
  if (only(headers, "authorization") != authorization_of(account))
    return TwilioError{401, 20003, "basic authentication of the account"};
  return std::nullopt;
}

std::optional<TwilioError> magic(const Form& form) {
  constexpr std::array<std::pair<std::string_view, int>, 5> kTo{{{"+15005550001", 21211},
                                                                 {"+15005550002", 21612},
                                                                 {"+15005550003", 21408},
                                                                 {"+15005550004", 21610},
                                                                 {"+15005550009", 21614}}};
  constexpr std::array<std::pair<std::string_view, int>, 3> kFrom{
      {{"+15005550001", 21212}, {"+15005550007", 21606}, {"+15005550008", 21611}}};
  for (const auto& [number, code] : kFrom)
    if (field(form, "From") == number) return TwilioError{400, code, "magic sender"};
  for (const auto& [number, code] : kTo)
    if (field(form, "To") == number) return TwilioError{400, code, "magic recipient"};
  return std::nullopt;
}

}  // namespace herald::test
