#pragma once
#include <cstddef>
#include <string_view>

namespace herald::whatsapp {

/// 1 to `most` letters, digits, `-` and `_`: safe wherever it is written. [any thread]
bool is_word(std::string_view text, std::size_t most);

}  // namespace herald::whatsapp
