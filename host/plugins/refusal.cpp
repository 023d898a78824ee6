#include "host/plugins/refusal.hpp"

#include <algorithm>
#include <string>

namespace herald::plugins {

Error refusal(std::string_view reason, std::string_view expected, std::string_view found) {
  std::string detail{"expected "};
  detail.append(expected).append(", found ").append(found);
  return {Errc::Invalid, std::string{reason}, std::move(detail)};
}

std::string printable(std::string_view text) {
  std::string out{text};
  std::ranges::replace_if(out, [](char c) { return c >= 0 && c < ' '; }, ' ');
  std::ranges::replace_if(out, [](char c) { return c < 0 || c == 127; }, '?');
  return out;
}

}  // namespace herald::plugins
