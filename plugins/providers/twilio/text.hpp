#pragma once
#include <string_view>

namespace herald::twilio {

/// `prefix` and 32 hexadecimal digits in lower case, as `MG…`. [any thread]
bool is_sid(std::string_view text, std::string_view prefix);

/// What Twilio takes as From: E.164, a short code, or at most 11 characters with a letter. [any thread]
bool is_sender(std::string_view text);

}  // namespace herald::twilio
