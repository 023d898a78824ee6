#pragma once
#include <string>
#include <string_view>

namespace herald::test {

/// Lower-case hexadecimal digits.
std::string hex_of(std::string_view bytes);

/// Raw digest and HMAC; `hash` is MD5, SHA1, SHA256 or SHA512. Throw std::runtime_error for any other.
std::string digest_of(const std::string& hash, std::string_view data);
std::string hmac_of(const std::string& hash, std::string_view key, std::string_view data);

}  // namespace herald::test
