#pragma once
#include <string_view>

namespace herald::sms {

/// Takes the first character off `text`, which is not empty. A byte that begins none is U+FFFD.
char32_t take_character(std::string_view& text);

}  // namespace herald::sms
