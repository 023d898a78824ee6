#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "host/base/random.hpp"

namespace herald::tenancy {

/// What a key may touch: TEST keys never reach a provider.
enum class Mode : std::uint8_t { Live, Test };

/// "LIVE" and "TEST".
std::string_view to_text(Mode mode);
std::optional<Mode> mode(std::string_view text);

/// A new API key. `text` is shown once and never stored. [value]
struct ApiKeyMaterial {
  std::string text;    ///< `hk_live_` or `hk_test_` and 43 base64url characters (256 random bits)
  std::string hash;    ///< what is stored: hash_api_key(text)
  std::string prefix;  ///< for lists: the first 12 characters, too few to guess the rest
};

ApiKeyMaterial make_api_key(Mode mode, Random& random);
/// Hex SHA-256. A key is 256 random bits, so a slow password hash would add nothing. [any thread]
std::string hash_api_key(std::string_view text);
/// The mode a key's text claims; nothing when the text has not the form of a key.
std::optional<Mode> api_key_mode(std::string_view text);

}  // namespace herald::tenancy
