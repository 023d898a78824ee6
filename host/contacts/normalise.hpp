#pragma once
#include <optional>
#include <string_view>

#include "host/base/result.hpp"
#include "host/domain/ports.hpp"

namespace herald::contacts {

/// The kind of address a channel type sends to: "phone" (SMS, VOICE), "email", "telegram", "whatsapp";
/// nothing for a channel type that has no addresses of its own.
std::optional<std::string_view> address_kind(std::string_view channel_type);

/// One spelling per address, so that two spellings meet in one contact:
/// - phone, whatsapp: E.164. A number without `+` is read in `default_region` (ISO 3166, may be empty).
///   Numbers that no plan could assign are refused; unassigned ones (fictional ranges) pass.
/// - email: RFC 5321 with the Unicode of RFC 6531, 254 bytes at most; the local part is kept, ASCII of the
/// domain lower-cased.
/// - telegram: a chat id, or `@username` in lower case.
/// Errors: Invalid/"invalid_address"; the text never repeats the address. [any thread]
Result<domain::AddressKey> normalise(std::string_view kind, std::string_view text,
                                     std::string_view default_region = {});

}  // namespace herald::contacts
