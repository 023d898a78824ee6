#include <cstddef>
#include <cstdint>
#include <string_view>

#include "host/base/check.hpp"
#include "host/tenancy/token.hpp"
#include "host/tenancy/verify_token.hpp"

// A token comes from anybody: it is taken apart or refused, and without a key nothing is ever believed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto token = herald::tenancy::parse_token(text);
  if (token) HERALD_CHECK(token->claims.kind() == herald::json::Kind::Object);
  if (token) HERALD_CHECK(text.starts_with(token->signed_text));
  HERALD_CHECK(!herald::tenancy::verify_token(text, {.issuer = "i", .audience = "a"}, {}).has_value());
  // The file of keys is the operator's, but reading it must not fall either.
  for (const auto algorithm : {herald::tenancy::Algorithm::Rs256, herald::tenancy::Algorithm::Es256,
                               herald::tenancy::Algorithm::EdDsa})
    if (const auto keys = herald::tenancy::read_keys(text, algorithm)) HERALD_CHECK(!keys->empty());
  return 0;
}
