#include "host/channel_log/secrets.hpp"

#include <Poco/Base64Encoder.h>

#include <algorithm>
#include <array>
#include <herald/text.hpp>
#include <sstream>

#include "host/base/hex.hpp"
#include "host/base/json_text.hpp"

namespace herald::channel_log {
namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string base64(std::string_view bytes) {
  std::ostringstream out;
  Poco::Base64Encoder encoder{out};
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return out.str();
}

/// The digits of the escapes in lower case, the rest as it is.
std::string lower_escapes(std::string text) {
  for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 3))
    text.replace(at, 3, lower(text.substr(at, 3)));
  return text;
}

std::string blanks_as_plus(std::string text) {
  for (std::size_t at = text.find("%20"); at != std::string::npos; at = text.find("%20", at + 1))
    text.replace(at, 3, "+");
  return text;
}

std::string as_json(std::string_view text) {
  const std::string quoted = quote_json(text);
  return quoted.substr(1, quoted.size() - 2);
}

}  // namespace

void Secrets::add(std::string_view secret) {
  if (secret.size() < kShortest) return;
  const std::string escaped = sdk::percent_encode(secret);
  std::vector<std::string> all{std::string{secret},     escaped,        lower_escapes(escaped),
                               blanks_as_plus(escaped), base64(secret), to_hex(secret),
                               as_json(secret)};
  std::string bare = base64(secret);
  bare.erase(std::ranges::find(bare, '='), bare.end());
  all.push_back(bare);  // as part of a longer base64 text
  for (std::string& one : all) {
    if (std::ranges::find(spellings_, one) != spellings_.end()) continue;
    longest_ = std::max(longest_, one.size());
    spellings_.push_back(std::move(one));
  }
  // The longer first, so that a shorter one inside of it does not leave its rest behind.
  std::ranges::sort(spellings_, std::ranges::greater{}, &std::string::size);
}

std::string Secrets::hide(std::string text, bool cut_short) const {
  for (const std::string& one : spellings_)
    for (auto at = text.find(one); at != std::string::npos; at = text.find(one, at + 3))
      text.replace(at, one.size(), "***");
  if (cut_short) text.resize(text.size() - std::min(text.size(), longest_));
  return text;
}

bool names_a_secret(std::string_view name) {
  constexpr std::array<std::string_view, 9> kParts{"auth",     "token",     "secret",     "key",    "cookie",
                                                   "password", "signature", "credential", "session"};
  const std::string small = lower(name);
  if (small == "idempotency-key") return false;  // ours, and what support asks providers about
  return std::ranges::any_of(kParts,
                             [&](std::string_view part) { return small.find(part) != std::string::npos; });
}

}  // namespace herald::channel_log
