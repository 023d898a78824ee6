#pragma once
#include <cstddef>
#include <span>
#include <string>

namespace herald {

/// Shorter texts are not hidden: a "secret" of three letters would black out half of what people must read.
inline constexpr std::size_t kShortestSecret = 4;

/// Puts `***` in the place of every secret in a text that is to be kept or shown. [any thread]
void hide(std::string& text, const std::string& secret);
void hide(std::string& text, std::span<const std::string> secrets);

/// Cuts a UTF-8 text to at most `most` bytes, between two characters. [any thread]
void cut(std::string& text, std::size_t most);

}  // namespace herald
