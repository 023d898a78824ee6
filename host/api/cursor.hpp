#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/domain/ids.hpp"

namespace herald::api {

/// Which list a cursor belongs to.
struct CursorScope {
  std::string_view list;
  const domain::TenantId& tenant;
};

/// What clients see of a port's cursor: base64url over it and a check sum that binds it to list and tenant.
/// Empty stays empty. The sum catches damage and mix-ups; it is no secret, and nothing rests on it.
std::string encode_cursor(const CursorScope& scope, std::string_view cursor);
/// Invalid/"invalid_cursor" for anything that encode_cursor() did not make for this list and tenant.
Result<std::string> decode_cursor(const CursorScope& scope, std::string_view text);

}  // namespace herald::api
