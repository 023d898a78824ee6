#include "host/api/prefer.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace herald::api {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The seconds of one preference, 0 when it is another one or malformed.
int seconds_of(std::string_view preference) {
  preference = trimmed(preference.substr(0, preference.find(';')));
  const auto equals = preference.find('=');
  if (equals == std::string_view::npos || !http::same_name(trimmed(preference.substr(0, equals)), "wait"))
    return 0;
  const std::string_view digits = trimmed(preference.substr(equals + 1));
  int value = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (problem == std::errc::result_out_of_range) return static_cast<int>(kLongestWait.count());
  return problem == std::errc{} && end == digits.data() + digits.size() ? value : 0;
}

}  // namespace

std::optional<std::chrono::seconds> preferred_wait(const http::Request& request) {
  for (const http::Header& header : request.headers) {
    if (!http::same_name(header.name, "Prefer")) continue;
    std::string_view rest = header.value;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      if (const int seconds = seconds_of(rest.substr(0, comma)); seconds > 0)
        return std::min(std::chrono::seconds{seconds}, kLongestWait);
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
  }
  return std::nullopt;
}

}  // namespace herald::api
