#pragma once
#include <string_view>

namespace herald::twilio {

/// `prefix` and 32 hexadecimal digits in lower case, as `MG…`. [any thread]
bool is_sid(std::string_view text, std::string_view prefix);

/// What Twilio takes as From: E.164, a short code, or at most 11 characters with a letter. [any thread]
bool is_sender(std::string_view text);

/// What Twilio writes in front of addresses of WhatsApp.
inline constexpr std::string_view kWhatsAppPrefix = "whatsapp:";

/// An address without that prefix: `+447700900123` of `whatsapp:+447700900123`, all else as it is. A view of
/// `address`. [any thread]
std::string_view without_whatsapp(std::string_view address);

}  // namespace herald::twilio
