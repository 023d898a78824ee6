#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "tests/support/mailgun_wire.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Wrong = std::optional<MailgunError>;

constexpr std::size_t kRequestBytes = 54'945'382;  // 52.4 MiB
constexpr std::size_t kMessageBytes = 25'000'000;
constexpr std::size_t kOptionBytes = 16'384;
constexpr std::size_t kMostRecipients = 1000;

Wrong wrong(std::string text, std::string rule, int status = 400) {
  return MailgunError{status, std::move(text), std::move(rule)};
}

std::string small(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool fits(const std::string& text, const char* pattern) { return whole_match(text, std::regex{pattern}); }

bool ascii_line(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool one_line(const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; }

bool in_utf8(const std::string& text) {
  return !json(text).dump(-1, ' ', false, json::error_handler_t::ignore).empty() &&
         json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::ignore)) == json(text);
}

std::vector<std::string> values_of(const MailFields& fields, std::string_view name) {
  std::vector<std::string> out;
  for (const MailField& one : fields)
    if (one.name == name) out.push_back(one.value);
  return out;
}

/// The address of `Name <a@b>` or `a@b`; empty when it is none. ASCII: names beyond it come as encoded words.
std::string address_in(const std::string& mailbox) {
  static const std::regex kMailbox{
      R"re((?:("(?:[^"\\]|\\.)*"|[A-Za-z0-9=?_.' -]+) )?(<)?)re"
      R"re(([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@)re"
      R"re((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}))re"
      R"re((>)?)re"};
  std::smatch found;
  if (!ascii_line(mailbox) || !whole_match(mailbox, found, kMailbox)) return {};
  if (found[2].matched != found[4].matched || (found[1].matched && !found[2].matched)) return {};
  return found[3];
}

Wrong check_sender(const MailgunAccount& account, const MailFields& fields) {
  const auto from = values_of(fields, "from");
  if (from.empty() || from[0].empty()) return wrong("from parameter is missing", "from is required");
  const std::string address = address_in(from[0]);
  if (from.size() > 1 || address.empty())
    return wrong("from parameter is not a valid address. please check documentation", "from is one address");
  const std::string host = small(address.substr(address.find('@') + 1));
  if (host != account.domain && !account.domain.ends_with("." + host))
    return wrong("from parameter is not a valid address. please check documentation",
                 "from is of the domain or of one above it, else DKIM does not align");
  return std::nullopt;
}

Wrong check_recipients(const MailFields& fields) {
  std::set<std::string> seen;
  if (values_of(fields, "to").empty()) return wrong("to parameter is missing", "to is required");
  for (const std::string& list : {std::string{"to"}, std::string{"cc"}, std::string{"bcc"}})
    for (const std::string& value : values_of(fields, list)) {
      const std::string address = address_in(value);
      if (address.empty())
        return wrong(list + " parameter is not a valid address. please check documentation",
                     list + " is an address");
      if (!seen.insert(small(address)).second) return wrong("duplicate recipient", "each recipient once");
    }
  if (seen.size() > kMostRecipients) return wrong("too many recipients", "at most 1000 recipients");
  return std::nullopt;
}

bool is_object(const std::string& text) { return json::parse(text, nullptr, false).is_object(); }

Wrong check_content(const MailFields& fields) {
  const auto has = [&](std::string_view name) { return !mail_field(fields, name).empty(); };
  const bool file = std::ranges::any_of(fields, [](const auto& one) { return one.name == "attachment"; });
  if (!has("text") && !has("html") && !has("template") && !file)
    return wrong("Need at least one of 'text' or 'html' parameters specified", "some content");
  if (has("html") && has("template"))
    return wrong("html and template parameters are mutually exclusive", "html or template");
  if (!one_line(mail_field(fields, "subject"))) return wrong("subject is invalid", "a subject of one line");
  for (const char* name : {"t:version", "t:text", "t:variables"})
    if (!values_of(fields, name).empty() && !has("template"))
      return wrong(std::string{name} + " needs a template", "t: with template");
  if (const auto text = values_of(fields, "t:text"); !text.empty() && text[0] != "yes")
    return wrong("t:text is invalid", "t:text=yes");
  if (const auto data = values_of(fields, "t:variables"); !data.empty() && !is_object(data[0]))
    return wrong("t:variables is not valid JSON", "t:variables is a JSON object");
  return std::nullopt;
}

Wrong check_batch(const MailFields& fields) {
  const auto given = values_of(fields, "recipient-variables");
  if (given.empty()) {
    if (values_of(fields, "to").size() > 1)
      return wrong("recipient-variables missing", "several to need recipient-variables");
    return std::nullopt;
  }
  const json all = json::parse(given[0], nullptr, false);
  if (!all.is_object()) return wrong("recipient-variables is not valid JSON", "recipient-variables is JSON");
  std::set<std::string> known;
  for (const std::string& to : values_of(fields, "to")) known.insert(address_in(to));
  for (const auto& [address, values] : all.items()) {
    if (!known.contains(address)) return wrong("recipient-variables", "only of a recipient");
    if (!values.is_object() || std::ranges::any_of(values, [](const json& v) { return v.is_structured(); }))
      return wrong("recipient-variables", "values are not nested");
  }
  return std::nullopt;
}

/// Seconds since 1970 of `Fri, 17 May 2024 10:20:30 +0000`; nothing for other text.
std::optional<std::int64_t> mail_date(const std::string& text) {
  static const std::regex kDate{
      "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d\\d) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\\d{4}) "
      "(\\d\\d):(\\d\\d):(\\d\\d) \\+0000"};
  std::smatch found;
  if (!whole_match(text, found, kDate)) return std::nullopt;
  const std::string months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto month = static_cast<unsigned>(months.find(found[3].str()) / 3 + 1);
  const std::chrono::year_month_day date{std::chrono::year{std::stoi(found[4])}, std::chrono::month{month},
                                         std::chrono::day{static_cast<unsigned>(std::stoi(found[2]))}};
  const std::string days = "SunMonTueWedThuFriSat";
  if (!date.ok()) return std::nullopt;
  const std::chrono::sys_days day{date};
  if (days.find(found[1].str()) / 3 != std::chrono::weekday{day}.c_encoding()) return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(day.time_since_epoch()).count() +
         (std::stoi(found[5]) * 60 + std::stoi(found[6])) * 60 + std::stoi(found[7]);
}

Wrong check_tags(const MailFields& fields) {
  std::set<std::string> seen;
  for (const std::string& tag : values_of(fields, "o:tag"))
    if (tag.empty() || tag.size() > 128 || !ascii_line(tag) || !seen.insert(small(tag)).second)
      return wrong("o:tag is invalid", "different tags of 1 to 128 ASCII characters");
  if (seen.size() > 3) return wrong("o:tag is invalid", "at most 3 tags");
  return std::nullopt;
}

Wrong check_delivery_time(const std::string& value, std::int64_t now) {
  const auto at = mail_date(value);
  if (!at) return wrong("o:deliverytime parameter is not a valid RFC 2822 date", "RFC 2822 date");
  if (*at <= now || *at > now + 3 * 86'400)
    return wrong("o:deliverytime parameter is not a valid RFC 2822 date", "within the next 3 days");
  return std::nullopt;
}

/// What each option may be, beside o:tag and o:deliverytime.
const std::map<std::string, const char*>& option_patterns() {
  static const char* const kSwitch = "yes|no|true|false";
  static const std::map<std::string, const char*> kPatterns{
      {"o:dkim", "yes|no"},
      {"o:secondary-dkim", "[A-Za-z0-9.-]+/[A-Za-z0-9.-]+"},
      {"o:deliverytime-optimize-period", "(2[4-9]|[3-6][0-9]|7[0-2])h"},
      {"o:time-zone-localize", "([01][0-9]|2[0-3]):[0-5][0-9]|(0[1-9]|1[0-2]):[0-5][0-9](AM|PM)"},
      {"o:testmode", "yes"},
      {"o:tracking", kSwitch},
      {"o:tracking-clicks", "yes|no|htmlonly"},
      {"o:tracking-opens", kSwitch},
      {"o:tracking-pixel-location-top", kSwitch},
      {"o:require-tls", kSwitch},
      {"o:skip-verification", kSwitch},
      {"o:sending-ip", "[0-9.]{7,15}"},
      {"o:sending-ip-pool", "[!-~]+"},
      {"o:archive-to", "https?://[!-~]+"},
      {"o:suppress-headers", "[!-~]+"}};
  return kPatterns;
}

Wrong check_option(const MailField& one, std::int64_t now) {
  if (one.name == "o:tag") return std::nullopt;
  if (one.name == "o:deliverytime") return check_delivery_time(one.value, now);
  const auto pattern = option_patterns().find(one.name);
  if (pattern == option_patterns().end()) return wrong("unknown " + one.name, "an option of the documents");
  if (!fits(one.value, pattern->second))
    return wrong(one.name + " parameter is invalid", "a value of the documents");
  return std::nullopt;
}

Wrong check_named(const MailField& one) {
  const std::string name = one.name.substr(2);
  if (one.name.starts_with("h:")) {
    if (!fits(name, "[!#$%&'*+.^_`|~0-9A-Za-z-]+"))
      return wrong("header name is not ASCII", "an ASCII header name");
    if (!ascii_line(one.value)) return wrong("header value", "an ASCII value of one line");
    if (name == "X-Mailgun-Variables" && !is_object(one.value)) return wrong("variables", "JSON");
    return std::nullopt;
  }
  if (name.empty() || name.starts_with("v:") || name.starts_with("h:"))
    return wrong("variable name", "no variable whose name begins with v: or h:");
  return std::nullopt;
}

Wrong check_extras(const MailFields& fields, std::int64_t now) {
  static const std::set<std::string> kMany{"to", "cc", "bcc", "attachment", "inline", "o:tag"};
  static const std::set<std::string> kPlain{
      "from",     "subject",   "text",   "html",        "amp-html",
      "template", "t:version", "t:text", "t:variables", "recipient-variables"};
  std::set<std::string> seen;
  std::size_t option_bytes = 0;
  for (const MailField& one : fields) {
    const bool file = one.name == "attachment" || one.name == "inline";
    const bool option =
        one.name.starts_with("o:") || one.name.starts_with("h:") || one.name.starts_with("v:");
    if (file == one.filename.empty()) return wrong("filename", "files with a file name, and only files");
    if (!file && (!one.type.empty() || !in_utf8(one.value))) return wrong("text", "fields in UTF-8");
    if (!kMany.contains(one.name) && !seen.insert(one.name).second) return wrong("repeated", "each once");
    if (option) option_bytes += one.name.size() + one.value.size();
    Wrong found;
    if (one.name.starts_with("o:")) found = check_option(one, now);
    if (one.name.starts_with("h:") || one.name.starts_with("v:")) found = check_named(one);
    if (!option && !kMany.contains(one.name) && !kPlain.contains(one.name))
      found = wrong("unknown " + one.name, "a parameter of the documents");
    if (found) return found;
  }
  if (option_bytes > kOptionBytes) return wrong("options over 16 kB", "at most 16 kB of o:, h: and v:");
  return std::nullopt;
}

using GunHeaders = std::vector<std::pair<std::string, std::string>>;

GunHeaders headers_in(const RawRequest& request) {
  GunHeaders out;
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
std::optional<std::string> single(const GunHeaders& headers, std::string_view name) {
  if (std::ranges::count(headers, name, &GunHeaders::value_type::first) != 1) return std::nullopt;
  return std::ranges::find(headers, name, &GunHeaders::value_type::first)->second;
}

bool names(const GunHeaders& headers, std::string_view name) {
  return std::ranges::count(headers, name, &GunHeaders::value_type::first) > 0;
}

enum class Task { Send, Read };

Wrong check_head(const MailgunAccount& account, const RawRequest& request, Task task) {
  static const std::set<std::string> kAllowed{
      "host",          "accept",       "accept-encoding", "user-agent",
      "authorization", "content-type", "content-length",  "x-mailgun-on-behalf-of"};
  const auto headers = headers_in(request);
  for (const auto& [name, value] : headers)
    if (!kAllowed.contains(name)) return wrong("header", "no header " + name);
  if (!single(headers, "host")) return wrong("host", "one Host");
  const auto given = single(headers, "authorization");
  const bool full = given == "Basic " + base64("api:" + account.api_key);
  const bool sends = given == "Basic " + base64("api:" + account.sending_key);
  if (!full && !(sends && task == Task::Send)) return wrong("Forbidden", "a key that may do this", 401);
  const bool behalf = names(headers, "x-mailgun-on-behalf-of");
  if (behalf != !account.subaccount.empty() ||
      (behalf && single(headers, "x-mailgun-on-behalf-of") != account.subaccount))
    return wrong("Forbidden", "the subaccount", 403);
  const auto length = single(headers, "content-length");
  if (task == Task::Read ? names(headers, "content-type") || length.value_or("0") != "0"
                         : length != std::to_string(request.body.size()))
    return wrong("length", "a length in bytes, and a body only to send");
  return std::nullopt;
}

/// The fields of the body; nothing when it is neither of the two forms.
std::optional<MailFields> fields_in(const RawRequest& request) {
  const std::string type = single(headers_in(request), "content-type").value_or("");
  const std::string multipart = "multipart/form-data; boundary=";
  if (type.starts_with(multipart)) return read_mail_parts(request.body, type.substr(multipart.size()));
  if (type != "application/x-www-form-urlencoded") return std::nullopt;
  const auto form = read_form(request.body);
  if (!form) return std::nullopt;
  MailFields out;
  for (const auto& [name, value] : *form) out.push_back({.name = name, .value = value});
  return out;
}

Wrong check_sizes(const RawRequest& request, const MailFields& fields) {
  if (request.body.size() > kRequestBytes) return wrong("too large", "at most 52.4 MiB", 413);
  std::size_t bytes = 0;
  for (const MailField& one : fields)
    bytes += one.filename.empty() ? one.value.size() : (one.value.size() + 2) / 3 * 4;
  if (bytes > kMessageBytes) return wrong("message too large", "at most 25 MB with files as base64", 413);
  return std::nullopt;
}

}  // namespace

std::optional<MailgunError> check_mail_fields(const MailgunAccount& account, const MailFields& fields,
                                              std::int64_t now) {
  if (auto found = check_sender(account, fields)) return found;
  if (auto found = check_recipients(fields)) return found;
  if (auto found = check_content(fields)) return found;
  if (auto found = check_batch(fields)) return found;
  if (auto found = check_tags(fields)) return found;
  return check_extras(fields, now);
}

MailgunRead read_messages_request(const MailgunAccount& account, const RawRequest& request,
                                  std::int64_t now) {
  const std::string line = request.line();
  if (!line.starts_with("POST ")) return {wrong("Method not allowed", "the method is POST", 405)};
  static const std::regex kPath{"POST /v3/([^/ ?]+)/messages HTTP/1.1"};
  std::smatch found;
  if (!whole_match(line, found, kPath)) return {wrong("Mailgun Magnificent API", "the path", 200)};
  if (auto bad = check_head(account, request, Task::Send)) return {std::move(bad)};
  if (found[1] != account.domain)
    return {wrong("Domain not found: " + found[1].str(), "a domain of this region", 404)};
  auto fields = fields_in(request);
  if (!fields) return {wrong("malformed body", "a form or a multipart body")};
  if (auto bad = check_sizes(request, *fields)) return {std::move(bad)};
  auto bad = check_mail_fields(account, *fields, now);
  return {std::move(bad), *std::move(fields)};
}

std::optional<MailgunError> check_events_request(const MailgunAccount& account, const RawRequest& request,
                                                 Form& query) {
  static const std::set<std::string> kAllowed{"begin", "end",        "ascending", "limit",
                                              "event", "message-id", "recipient"};
  static const std::regex kPath{"GET /v3/([^/ ?]+)/events(\\?([^ ]+))? HTTP/1.1"};
  const std::string line = request.line();
  std::smatch found;
  if (!whole_match(line, found, kPath)) return wrong("Mailgun Magnificent API", "the path", 200);
  if (auto bad = check_head(account, request, Task::Read)) return bad;
  if (found[1] != account.domain) return wrong("Domain not found", "a domain of this region", 404);
  const auto read = found[2].matched ? read_form(found[3].str()) : std::optional<Form>{Form{}};
  if (!read) return wrong("query", "an encoded query");
  for (const auto& [name, value] : *read)
    if (!kAllowed.contains(name) || value.empty()) return wrong("query", "no parameter " + name);
  const std::string limit = field(*read, "limit");
  if (!limit.empty() && (!fits(limit, "[1-9][0-9]{0,2}") || std::stoi(limit) > 300))
    return wrong("limit", "a limit of 1 to 300");
  if (const std::string order = field(*read, "ascending"); !order.empty() && order != "yes" && order != "no")
    return wrong("ascending", "yes or no");
  for (const char* bound : {"begin", "end"})
    if (const std::string at = field(*read, bound); !at.empty() && !fits(at, "[0-9]{1,12}") && !mail_date(at))
      return wrong(bound, "seconds or an RFC 2822 date");
  query = *read;
  return std::nullopt;
}

}  // namespace herald::test
