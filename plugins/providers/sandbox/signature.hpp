#pragma once
#include <herald/sdk.hpp>

#include <cstdint>
#include <string_view>

namespace sandbox {

/// True when `signature`, `t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + "." + body)>`, is that of the
/// raw `body` and at most five minutes from `now_ms` (since 1970 UTC). An empty secret signs nothing.
bool genuine(const herald::sdk::Crypto& crypto, std::string_view signature, std::string_view secret,
             std::string_view body, std::int64_t now_ms);

}  // namespace sandbox
