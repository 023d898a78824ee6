#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::contacts {

/// The rules of each kind; blanks around `text` are gone already. See normalise().
Result<std::string> normalise_phone(std::string_view text, std::string_view default_region);
/// A number, a user without one (`US.13491208655302741918`) or a group (`group:` and its id).
Result<std::string> normalise_whatsapp(std::string_view text, std::string_view default_region);
Result<std::string> normalise_email(std::string_view text);
Result<std::string> normalise_telegram(std::string_view text);

/// Invalid/"invalid_address".
Error invalid_address(std::string_view detail);
/// ASCII letters in lower case, everything else untouched.
std::string lower_ascii(std::string_view text);

}  // namespace herald::contacts
