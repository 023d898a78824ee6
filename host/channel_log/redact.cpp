#include "host/channel_log/redact.hpp"

#include <algorithm>
#include <herald/text.hpp>
#include <string>
#include <string_view>

#include "host/channel_log/secrets.hpp"

namespace herald::channel_log {
namespace {

using RawHeaders = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kHidden = "***";

/// Cuts at a character, not inside one.
std::string shorten(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  text.resize(most);
  return text;
}

/// `scheme://user:password@host…`: where the user part begins and how long it is, with its @.
std::pair<std::size_t, std::size_t> user_part(std::string_view url) {
  const auto slashes = url.find("//");
  if (slashes == std::string_view::npos) return {0, 0};
  const std::size_t begin = slashes + 2;
  const auto at = url.substr(0, url.find_first_of("/?#", begin)).rfind('@');
  return at == std::string_view::npos || at < begin ? std::pair<std::size_t, std::size_t>{begin, 0}
                                                    : std::pair{begin, at + 1 - begin};
}

/// Calls `see(value)` for each query parameter whose name speaks of a credential; what it answers takes the
/// value's place.
template <class See>
std::string each_secret_parameter(const std::string& url, See see) {
  const auto mark = url.find('?');
  if (mark == std::string::npos) return url;
  std::string out = url.substr(0, mark);
  for (std::size_t at = mark; at < url.size();) {
    const std::size_t end = std::min(url.find('&', at + 1), url.size());
    const std::string part = url.substr(at, end - at);
    const auto equals = part.find('=');
    const bool secret = equals != std::string::npos && names_a_secret(part.substr(1, equals - 1));
    out += secret ? part.substr(0, equals + 1) + std::string{see(part.substr(equals + 1))} : part;
    at = end;
  }
  return out;
}

/// `Basic abc` also hides `abc` alone.
void add_header_value(Secrets& secrets, const std::string& value) {
  secrets.add(value);
  const auto blank = value.find(' ');
  if (blank != std::string::npos) secrets.add(std::string_view{value}.substr(blank + 1));
}

Secrets secrets_of(const domain::RawExchange& raw) {
  Secrets secrets;
  if (raw.account)
    for (const std::string& secret : raw.account->secrets) secrets.add(secret);
  for (const std::string& secret : raw.redact) secrets.add(secret);
  for (const RawHeaders* headers : {&raw.request_headers, &raw.response_headers})
    for (const auto& [name, value] : *headers)
      if (names_a_secret(name)) add_header_value(secrets, value);
  each_secret_parameter(raw.url, [&](const std::string& value) {
    secrets.add(value);
    secrets.add(sdk::percent_decode(value));
    return kHidden;
  });
  const auto [begin, length] = user_part(raw.url);
  const std::string user = raw.url.substr(begin, length);
  if (const auto colon = user.find(':'); colon != std::string::npos)
    secrets.add(std::string_view{user}.substr(colon + 1, user.size() - colon - 2));
  return secrets;
}

std::string clean_url(const std::string& url, const Secrets& secrets) {
  std::string out = each_secret_parameter(url, [](const std::string&) { return kHidden; });
  const auto [begin, length] = user_part(out);
  out.erase(begin, length);
  return shorten(secrets.hide(std::move(out)), kKeptUrl);
}

std::string clean_head(const RawHeaders& headers, const Secrets& secrets) {
  std::string out;
  for (const auto& [name, value] : headers)
    out += name + ": " + (names_a_secret(name) ? std::string{kHidden} : secrets.hide(value)) + "\n";
  return shorten(std::move(out), kKeptHead);
}

std::string clean_body(const domain::RawExchange& raw, const std::string& body, const Secrets& secrets) {
  if (body.empty()) return {};
  if (raw.private_bodies) return "(not kept: a one-time code)";
  std::string out = secrets.hide(body, body.size() >= domain::kRecordedBody);
  std::ranges::replace(out, '\0', '?');  // a text ends there
  return shorten(std::move(out), kKeptBody);
}

}  // namespace

domain::Exchange redact(const domain::RawExchange& raw) {
  const Secrets secrets = secrets_of(raw);
  return {.op = raw.op,
          .attempt = raw.attempt,
          .message = raw.message,
          .tenant = raw.tenant,
          .channel = raw.channel,
          .started_at = raw.started_at,
          .duration = raw.duration,
          .method = raw.method,
          .url = clean_url(raw.url, secrets),
          .request_head = clean_head(raw.request_headers, secrets),
          .request_body = clean_body(raw, raw.request_body, secrets),
          .status = raw.status,
          .response_head = clean_head(raw.response_headers, secrets),
          .response_body = clean_body(raw, raw.response_body, secrets),
          .failure = raw.failure,
          .verdict = raw.verdict};
}

}  // namespace herald::channel_log
