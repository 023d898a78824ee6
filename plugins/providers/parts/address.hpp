#pragma once
#include <string>
#include <string_view>

namespace herald::provider {

/// One party of an e-mail. [value]
struct Mailbox {
  std::string email{};
  std::string name{};  ///< for people, may be empty
  bool operator==(const Mailbox&) const = default;
};

/// What providers of e-mail take as an address: an ASCII local part of 1 to 64 bytes without quotes and a
/// domain of at least two labels in ASCII (IDN as punycode), 254 bytes in all. [any thread] Source: RFC 5321
/// §4.5.3.1.
bool is_email(std::string_view text);

/// Reads `ada@example.net`, `<ada@example.net>` or `Ada <ada@example.net>`; whether the address is one is not
/// checked. [any thread]
Mailbox read_mailbox(std::string_view text);

}  // namespace herald::provider
