#pragma once
#include <string_view>

namespace herald::provider {

/// A user of WhatsApp as one business knows him: the country of his number in two capitals, a dot and up to
/// 128 letters and digits, as `US.13491208655302741918`. [any thread] Source: developers.facebook.com,
/// business-scoped user ids.
bool is_whatsapp_user(std::string_view text);

}  // namespace herald::provider
