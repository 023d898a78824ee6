#pragma once
#include <string>
#include <string_view>

namespace herald::smtp {

/// One party of an e-mail. [value]
struct Mailbox {
  std::string email{};
  std::string name{};  ///< for people, may be empty
  bool operator==(const Mailbox&) const = default;
};

/// Whether the text can stand in MAIL and RCPT as it is: a dot-atom local part of 1 to 64 bytes, a domain of
/// letters, digits, hyphens and dots, 254 bytes in all; bytes above ASCII in either (RFC 6531). [any thread]
/// Source: RFC 5321 §4.1.2, §4.5.3.1.
bool is_email(std::string_view text);

/// Whether the text has bytes above ASCII.
bool is_wide(std::string_view text);

/// Reads `ada@example.net`, `<ada@example.net>` or `Ada <ada@example.net>`. Whether the address is one is not
/// checked. [any thread]
Mailbox read_mailbox(std::string_view text);

/// What follows the last @.
std::string domain_of(std::string_view email);

}  // namespace herald::smtp
