#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/request_headers.hpp"
#include "tests/support/vonage_headers.hpp"
#include "tests/support/vonage_wire.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using Wrong = std::optional<VonageError>;

constexpr std::size_t kTextCharacters = 3200;
constexpr std::size_t kBinaryOctets = 140;
constexpr std::int64_t kClockSeconds = 300;

Wrong refused(const char* status, std::string member, std::string rule) {
  return VonageError{200, status, std::move(member), std::move(rule)};
}

bool fits(const std::string& text, const char* pattern) { return whole_match(text, std::regex{pattern}); }

/// The characters of GSM 03.38 with its extension table, as UTF-8.
constexpr std::string_view kGsm =
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::string_view kGsmDouble = "^{}\\[~]|€\f";

std::vector<std::string> characters_of(const std::string& utf8) {
  std::vector<std::string> out;
  for (const char c : utf8) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) out.emplace_back();
    if (!out.empty()) out.back() += c;
  }
  return out;
}

/// Septets of GSM 03.38; nothing when a character is outside of it.
std::optional<std::size_t> septets(const std::string& text) {
  std::size_t out = 0;
  for (const std::string& one : characters_of(text)) {
    if (kGsm.find(one) != std::string_view::npos) {
      ++out;
    } else if (kGsmDouble.find(one) != std::string_view::npos) {
      out += 2;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

bool has(const Form& form, std::string_view name) {
  return std::ranges::count(form, name, &Form::value_type::first) > 0;
}

Wrong check_numbers(const Form& form) {
  const std::string from = field(form, "from");
  if (from.empty()) return refused("2", "from", "from is required");
  if (!fits(from, "[1-9][0-9]{0,14}") && !(fits(from, "[A-Za-z0-9]{1,11}") && !fits(from, "[0-9]+")))
    return refused("15", "from", "15 digits without plus, or 11 letters and digits");
  const std::string to = field(form, "to");
  if (to.empty()) return refused("2", "to", "to is required");
  if (!fits(to, "[1-9][0-9]{6,14}")) return refused("3", "to", "7 to 15 digits without plus");
  return std::nullopt;
}

Wrong check_binary(const Form& form) {
  const std::string body = field(form, "body");
  const std::string udh = field(form, "udh");
  if (body.empty()) return refused("2", "body", "body is required for binary");
  if (has(form, "text")) return refused("3", "text", "text or body");
  for (const auto& [name, value] : form)
    if ((name == "body" || name == "udh" || name == "protocol-id") && !fits(value, "([0-9A-Fa-f]{2})+"))
      return refused("3", name, "hexadecimal");
  if ((body.size() + udh.size()) / 2 > kBinaryOctets) return refused("12", "body", "140 octets");
  return std::nullopt;
}

Wrong check_text(const Form& form) {
  const std::string type = has(form, "type") ? field(form, "type") : "text";
  if (type == "binary") return check_binary(form);
  if (type != "text" && type != "unicode") return refused("3", "type", "text, unicode or binary");
  for (const char* name : {"body", "udh", "protocol-id"})
    if (has(form, name)) return refused("3", name, "only for binary");
  const std::string text = field(form, "text");
  if (text.empty()) return refused("2", "text", "text is required");
  if (characters_of(text).size() > kTextCharacters) return refused("12", "text", "3200 characters");
  if (type == "text" && !septets(text))
    return refused("3", "type", "unicode where a character is outside of GSM 03.38");
  return std::nullopt;
}

/// What further parameters may be, and the status when they are not.
struct SmsRule {
  const char* name;
  const char* pattern;
  const char* status;
};
constexpr SmsRule kSmsRules[] = {
    {"ttl", "[1-9][0-9]{4,8}", "16"},
    {"status-report-req", "0|1|true|false", "3"},
    {"callback", "(?=.{1,100}$)https?://[!-~]+", "23"},
    {"message-class", "[0-3]", "20"},
    {"client-ref", "[ -~]{1,40}", "3"},
    {"account-ref", "[ -~]{1,100}", "3"},
    {"entity-id", "[0-9]{1,30}", "3"},
    {"content-id", "[0-9]{1,30}", "3"},
    {"trusted-recipient", "0|1|true|false", "3"},
    {"trusted-number", "0|1|true|false", "3"},
};

Wrong check_further(const Form& form) {
  static const std::set<std::string> kOthers{"from",       "to",        "text",        "type",
                                             "body",       "udh",       "protocol-id", "api_key",
                                             "api_secret", "timestamp", "sig"};
  for (const auto& [name, value] : form) {
    if (std::ranges::count(form, name, &Form::value_type::first) > 1) return refused("3", name, "once");
    if (kOthers.contains(name)) continue;
    const auto* rule = std::ranges::find(kSmsRules, std::string_view{name},
                                         [](const SmsRule& each) { return std::string_view{each.name}; });
    if (rule == std::end(kSmsRules)) return refused("3", name, "a parameter of the documents");
    if (!fits(value, rule->pattern)) return refused(rule->status, name, "a value of the documents");
  }
  if (!has(form, "ttl")) return std::nullopt;
  const std::int64_t ttl = std::stoll(field(form, "ttl"));
  if (ttl < 20'000 || ttl > 604'800'000) return refused("16", "ttl", "20 s to 7 days");
  return std::nullopt;
}

std::string small_letters(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

Wrong check_signature(const VonageAccount& account, const Form& form, std::int64_t now) {
  if (has(form, "api_secret")) return refused("32", "api_secret", "sig or secret, not both");
  if (field(form, "api_key") != account.api_key) return refused("4", "api_key", "the account's key");
  const std::string timestamp = field(form, "timestamp");
  if (!fits(timestamp, "[0-9]{10}") || std::abs(std::stoll(timestamp) - now) > kClockSeconds)
    return refused("14", "timestamp", "UNIX seconds of now");
  const std::string expected = vonage_sig(account.method, account.signature_secret, form);
  if (small_letters(field(form, "sig")) != expected) return refused("14", "sig", "the signature");
  return std::nullopt;
}

Wrong check_credentials(const VonageAccount& account, const RawRequest& request, const Form& form,
                        std::int64_t now) {
  const auto headers = request_headers(request);
  const auto given = only_header(headers, "authorization");
  const bool signs = has(form, "sig") || has(form, "timestamp");
  if (account.method != VonageMethod::None) {
    if (given || !signs) return refused("14", "sig", "this account signs");
    return check_signature(account, form, now);
  }
  if (signs) return refused("14", "sig", "this account does not sign");
  if (given) {
    if (has(form, "api_key") || has(form, "api_secret")) return refused("3", "api_key", "credentials once");
    if (given != "Basic " + base64(account.api_key + ":" + account.api_secret))
      return VonageError{401, "", "", "the account's key and secret"};
    return std::nullopt;
  }
  if (field(form, "api_key") != account.api_key || field(form, "api_secret") != account.api_secret)
    return refused("4", "api_key", "the account's key and secret");
  return std::nullopt;
}

}  // namespace

std::optional<VonageError> check_sms_fields(const Form& form) {
  if (auto wrong = check_numbers(form)) return wrong;
  if (auto wrong = check_text(form)) return wrong;
  return check_further(form);
}

std::optional<VonageError> check_sms_request(const VonageAccount& account, const RawRequest& request,
                                             std::int64_t now, Form& form) {
  const std::string line = request.line();
  if (!line.starts_with("POST ")) return VonageError{405, "", "", "the method is POST"};
  if (line != "POST /sms/json HTTP/1.1") return VonageError{404, "", "", "the path is /sms/json"};
  if (auto wrong = check_vonage_head(request, "application/x-www-form-urlencoded")) return wrong;
  const auto read = read_form(request.body);
  if (!read) return VonageError{400, "", "", "form syntax"};
  form = *read;
  if (auto wrong = check_credentials(account, request, form, now)) return wrong;
  return check_sms_fields(form);
}

std::optional<VonageError> check_balance_request(const VonageAccount& account, const RawRequest& request) {
  if (request.line() != "GET /account/get-balance HTTP/1.1")
    return VonageError{404, "", "", "the path is /account/get-balance"};
  if (!request.body.empty()) return VonageError{400, "", "", "no body"};
  if (only_header(request_headers(request), "authorization") !=
      "Basic " + base64(account.api_key + ":" + account.api_secret))
    return VonageError{401, "", "", "the account's key and secret"};
  return std::nullopt;
}

int sms_parts(const Form& form) {
  const std::string text = field(form, "text");
  if (const auto size = septets(text); size && field(form, "type") != "unicode")
    return static_cast<int>(*size <= 160 ? 1 : (*size + 152) / 153);
  std::size_t units = 0;
  for (const std::string& one : characters_of(text)) units += one.size() == 4 ? 2 : 1;
  return static_cast<int>(units <= 70 ? 1 : (units + 66) / 67);
}

}  // namespace herald::test
