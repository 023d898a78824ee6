#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// Text of a stranger made fit for storage: `secrets` and e-mail addresses replaced, cut to 300 bytes. [any
/// thread]
std::string redacted(std::string_view text, const std::vector<std::string>& secrets);

/// Header text beyond ASCII as encoded words of RFC 2047 (UTF-8, Q); ASCII as it is. [any thread]
std::string encoded_words(std::string_view utf8);

}  // namespace herald::provider
