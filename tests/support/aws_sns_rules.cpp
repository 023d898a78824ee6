#include <algorithm>
#include <chrono>
#include <map>
#include <regex>
#include <set>
#include <vector>

#include "tests/support/aws_sns_wire.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using Found = std::optional<AwsSnsError>;

constexpr std::int64_t kSkewSeconds = 900;
constexpr std::size_t kMostCharacters = 1600;

Found denied(std::string code, std::string text) {
  return AwsSnsError{403, std::move(code), std::move(text)};
}

Found invalid(const std::string& member, const std::string& reason) {
  return AwsSnsError{400, "InvalidParameter", "Invalid parameter: " + member + " Reason: " + reason};
}

bool like(const std::string& text, const char* pattern) { return whole_match(text, std::regex{pattern}); }

std::size_t characters(const std::string& utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Headers that the documents name and those that any client sends, each once.
Found check_names(const RequestHeaders& headers, const std::set<std::string>& more) {
  static const std::set<std::string> kAny{"host", "accept", "accept-encoding", "user-agent"};
  for (const auto& [name, value] : headers) {
    if (!kAny.contains(name) && !more.contains(name))
      return AwsSnsError{400, "ValidationError", "no header " + name};
    if (std::ranges::count(headers, name, &RequestHeaders::value_type::first) > 1)
      return AwsSnsError{400, "ValidationError", "once " + name};
  }
  if (!only_header(headers, "host")) return AwsSnsError{400, "ValidationError", "one Host"};
  return std::nullopt;
}

/// Seconds since 1970 of X-Amz-Date.
std::optional<std::int64_t> seconds_of(const std::string& date) {
  std::smatch part;
  if (!whole_match(date, part, std::regex{"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z"}))
    return std::nullopt;
  const auto number = [&](std::size_t at) { return std::stoi(part[at]); };
  const std::chrono::year_month_day day{std::chrono::year{number(1)},
                                        std::chrono::month{static_cast<unsigned>(number(2))},
                                        std::chrono::day{static_cast<unsigned>(number(3))}};
  if (!day.ok() || number(4) > 23 || number(5) > 59 || number(6) > 59) return std::nullopt;
  const std::chrono::seconds days = std::chrono::sys_days{day}.time_since_epoch();
  return days.count() + (number(4) * 60 + number(5)) * 60 + number(6);
}

Found check_time(const std::string& date, std::int64_t now) {
  const auto at = seconds_of(date);
  if (!at) return AwsSnsError{400, "IncompleteSignature", "X-Amz-Date is 20240517T102030Z"};
  if (*at < now - kSkewSeconds)
    return denied("SignatureDoesNotMatch", "Signature expired: " + date + " is now earlier than " +
                                               aws_sns_date(now - kSkewSeconds) + " (" + aws_sns_date(now) +
                                               " - 15 min.)");
  if (*at > now + kSkewSeconds)
    return denied("SignatureDoesNotMatch", "Signature not yet current: " + date + " is still later than " +
                                               aws_sns_date(now + kSkewSeconds) + " (" + aws_sns_date(now) +
                                               " + 15 min.)");
  return std::nullopt;
}

Found check_credentials(const AwsSnsAccount& account, const RequestHeaders& headers,
                        const AwsSnsRequest& signed_request) {
  const auto given = only_header(headers, "authorization");
  if (!given) return denied("MissingAuthenticationToken", "Request is missing Authentication Token");
  std::smatch part;
  if (!whole_match(*given, part,
                   std::regex{"AWS4-HMAC-SHA256 Credential=([^/,]+)/([0-9]{8})/([^/,]+)/([^/,]+)/"
                              "aws4_request, SignedHeaders=([a-z;-]+), Signature=([0-9a-f]{64})"}))
    return AwsSnsError{400, "IncompleteSignature", "Authorization of the documents' form"};
  if (part[1] != account.access_key)
    return denied("InvalidClientTokenId", "The security token included in the request is invalid.");
  const std::string token = only_header(headers, "x-amz-security-token").value_or("");
  if (token != account.session_token)
    return denied("InvalidClientTokenId", "The security token included in the request is invalid");
  if (part[3] != account.region || part[4] != "sns")
    return denied("SignatureDoesNotMatch", "Credential should be scoped to a valid region.");
  if (*given != aws_sns_authorization(account, signed_request))
    return denied("SignatureDoesNotMatch",
                  "The request signature we calculated does not match the signature you provided.");
  return std::nullopt;
}

/// One attribute as it stands in the form. [value]
struct SmsAttribute {
  std::string name{};
  std::string type{};
  std::string value{};
};

/// The names `MessageAttributes.entry.N.…` give, N from 1 without a gap; nothing where one is wrong.
std::optional<std::vector<SmsAttribute>> attributes_of(const Form& form) {
  const std::regex shape{
      R"(MessageAttributes\.entry\.([1-9][0-9]?)\.(Name|Value\.DataType|Value\.StringValue))"};
  std::map<int, std::map<std::string, std::string>> found;
  for (const auto& [name, value] : form) {
    if (!name.starts_with("MessageAttributes")) continue;
    std::smatch part;
    if (!whole_match(name, part, shape)) return std::nullopt;
    found[std::stoi(part[1])][part[2]] = value;
  }
  std::vector<SmsAttribute> out;
  for (const auto& [number, members] : found) {
    if (number != static_cast<int>(out.size()) + 1 || members.size() != 3) return std::nullopt;
    out.push_back({members.at("Name"), members.at("Value.DataType"), members.at("Value.StringValue")});
  }
  return out;
}

Found check_attribute(const SmsAttribute& one) {
  struct Rule {
    const char* type;
    const char* pattern;
  };
  static const std::map<std::string, Rule> kRules{
      {"AWS.SNS.SMS.SenderID", {"String", "(?=.*[A-Za-z])[A-Za-z0-9-]{3,11}"}},
      {"AWS.SNS.SMS.SMSType", {"String", "Promotional|Transactional"}},
      {"AWS.SNS.SMS.MaxPrice", {"Number", R"([0-9]{1,5}(\.[0-9]{1,5})?)"}},
      {"AWS.MM.SMS.OriginationNumber", {"String", R"(\+?[0-9]{5,14})"}},
      {"AWS.MM.SMS.EntityId", {"String", "[!-~]{1,50}"}},
      {"AWS.MM.SMS.TemplateId", {"String", "[!-~]{1,50}"}}};
  const auto rule = kRules.find(one.name);
  if (rule == kRules.end()) return invalid("MessageAttributes", "no attribute " + one.name);
  if (one.type != rule->second.type) return invalid("MessageAttributes", "the type of " + one.name);
  if (!like(one.value, rule->second.pattern)) return invalid("MessageAttributes", "the value of " + one.name);
  return std::nullopt;
}

Found check_attributes(const Form& form) {
  const auto attributes = attributes_of(form);
  if (!attributes) return invalid("MessageAttributes", "entries from 1 with name, type and value");
  std::set<std::string> names;
  for (const SmsAttribute& one : *attributes) {
    if (auto wrong = check_attribute(one)) return wrong;
    if (!names.insert(one.name).second) return invalid("MessageAttributes", one.name + " is there twice");
  }
  return std::nullopt;
}

Found check_publish(const Form& form) {
  for (const auto& [name, value] : form)
    if (!name.starts_with("MessageAttributes.") &&
        !std::set<std::string>{"Action", "Version", "PhoneNumber", "Message"}.contains(name))
      return AwsSnsError{400, "ValidationError", "no parameter " + name + " beside PhoneNumber"};
  const std::string number = field(form, "PhoneNumber");
  if (!like(number, R"(\+[1-9][0-9]{1,14})"))
    return invalid("PhoneNumber", number + " is not valid to publish to");
  const std::string text = field(form, "Message");
  if (text.empty()) return invalid("Message", "Empty message");
  if (characters(text) > kMostCharacters) return invalid("Message", "Message too long");
  return check_attributes(form);
}

/// Of Subscribe, for a webhook.
Found check_subscribe(const Form& form) {
  static const std::map<std::string, const char*> kPatterns{
      {"TopicArn", R"(arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256})"},
      {"Protocol", "https"},
      {"Endpoint", R"(https://[!-~]+)"},
      {"ReturnSubscriptionArn", "true|false"}};
  for (const auto& [name, value] : form) {
    if (name == "Action" || name == "Version") continue;
    const auto found = kPatterns.find(name);
    if (found == kPatterns.end()) return AwsSnsError{400, "ValidationError", "no parameter " + name};
    if (!like(value, found->second)) return invalid(name, "its form");
  }
  for (const char* needed : {"TopicArn", "Protocol", "Endpoint"})
    if (field(form, needed).empty()) return invalid(needed, "it is required");
  return std::nullopt;
}

}  // namespace

std::optional<AwsSnsError> check_aws_sns_form(const Form& form) {
  for (const auto& one : form)
    if (std::ranges::count(form, one.first, &Form::value_type::first) > 1)
      return AwsSnsError{400, "MalformedQueryString", "once " + one.first};
  if (field(form, "Version") != "2010-03-31")
    return AwsSnsError{400, "InvalidAction", "the version 2010-03-31"};
  const std::string action = field(form, "Action");
  if (action == "Publish") return check_publish(form);
  if (action == "Subscribe") return check_subscribe(form);
  if (action == "GetSMSAttributes" && form.size() == 2) return std::nullopt;
  return AwsSnsError{400, "InvalidAction", "Publish, Subscribe, or GetSMSAttributes of all"};
}

std::optional<AwsSnsError> check_aws_sns_request(const AwsSnsAccount& account, const RawRequest& request,
                                                 std::int64_t now, Form& form) {
  if (request.line() != "POST / HTTP/1.1") return AwsSnsError{404, "NotFound", "POST / without a query"};
  const auto headers = request_headers(request);
  if (auto wrong = check_names(
          headers, {"authorization", "content-type", "content-length", "x-amz-date", "x-amz-security-token"}))
    return wrong;
  if (only_header(headers, "content-type") != kAwsSnsContentType)
    return AwsSnsError{400, "ValidationError", "the content type with its charset"};
  if (only_header(headers, "content-length") != std::to_string(request.body.size()))
    return AwsSnsError{400, "ValidationError", "a length in bytes"};
  const AwsSnsRequest signed_request{.date = only_header(headers, "x-amz-date").value_or(""),
                                     .host = *only_header(headers, "host"),
                                     .body = request.body};
  if (auto wrong = check_time(signed_request.date, now)) return wrong;
  if (auto wrong = check_credentials(account, headers, signed_request)) return wrong;
  auto read = read_form(request.body);
  if (!read) return AwsSnsError{400, "MalformedQueryString", "a form in UTF-8"};
  form = *std::move(read);
  return check_aws_sns_form(form);
}

std::optional<AwsSnsError> check_aws_sns_get(const RawRequest& request) {
  if (!request.body.empty()) return AwsSnsError{400, "ValidationError", "no body"};
  return check_names(request_headers(request), {});
}

}  // namespace herald::test
