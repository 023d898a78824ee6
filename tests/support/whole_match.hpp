#pragma once
#include <cstddef>
#include <regex>
#include <string>

namespace herald::test {

/// std::regex recurses with the length of what it reads: 70 KB are the end of a thread's stack.
inline constexpr std::size_t kLongestMatch = 8192;

/// Whether the whole text is of that pattern; a text of more than 8 KiB is of none.
inline bool whole_match(const std::string& text, const std::regex& pattern) {
  return text.size() <= kLongestMatch && std::regex_match(text, pattern);
}
inline bool whole_match(const std::string& text, std::smatch& parts, const std::regex& pattern) {
  return text.size() <= kLongestMatch && std::regex_match(text, parts, pattern);
}

}  // namespace herald::test
