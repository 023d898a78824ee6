#include "sdk/tools/plugin/findings.hpp"

#include <algorithm>

namespace herald::kit {

void Findings::add(std::string expected, std::string found) {
  constexpr std::size_t kMost = 20;
  Finding one{std::move(expected), std::move(found)};
  if (all_.size() < kMost && std::ranges::find(all_, one) == all_.end()) all_.push_back(std::move(one));
}

std::string shown(const std::string& text) {
  constexpr std::size_t kMost = 160;
  std::string out;
  for (const char c : text.substr(0, kMost)) out += c >= ' ' && c <= '~' ? c : '?';
  return text.size() > kMost ? out + "... (" + std::to_string(text.size()) + " bytes)" : out;
}

}  // namespace herald::kit
