#pragma once
#include "host/base/result.hpp"
#include "host/tenancy/principal.hpp"

namespace herald::api {

/// A TEST key promises that nothing reaches a provider, and a message has no mark by which dispatch could
/// tell; until it has, what would reach one is refused: Forbidden/"test_key".
inline Result<Done> require_live(const tenancy::Principal& principal) {
  if (principal.mode == tenancy::Mode::Live) return Done{};
  return Error{.code = Errc::Forbidden,
               .reason = "test_key",
               .detail = "a TEST key never reaches a provider, so it cannot send; use a LIVE key"};
}

}  // namespace herald::api
