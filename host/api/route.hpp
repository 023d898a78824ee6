#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/api/operation.hpp"
#include "host/base/result.hpp"
#include "host/domain/ports.hpp"
#include "host/http/message.hpp"
#include "host/json/document.hpp"
#include "host/tenancy/principal.hpp"

namespace herald::api {

/// One authenticated request on its way to a handler. Borrowed for the call.
struct Call {
  const http::Request& request;
  const tenancy::Principal& principal;  ///< empty on public routes
  std::span<const std::string> params;  ///< what the pattern's braces matched, decoded, in order
  const json::Document& body;           ///< of an operation that takes one; else null

  [[nodiscard]] domain::Origin origin() const { return {principal.actor, request.request_id}; }
};

/// Errors become problem documents in one place (problems.hpp).
using Answer = Result<http::Response>;

/// Who may use a route: the holder of one permission, or everybody. [value]
struct Access {
  std::optional<tenancy::Permission> permission{};
};
inline constexpr Access kPublic{};
constexpr Access with(tenancy::Permission permission) { return Access{permission}; }

/// One row of a topic's table. `{name}` in the pattern matches one segment. GET serves HEAD too. The handler
/// runs only for requests that conform to `operation`; for others `examine`, which changes nothing, adds what
/// the schemas cannot know, so that all problems are reported together.
template <class Ports>
struct Route {
  http::Method method;
  std::string_view pattern;
  Access access;
  Answer (*handler)(const Ports& ports, const Call& call);
  Operation operation{};
  std::vector<Problem> (*examine)(const Ports& ports, const Call& call){nullptr};
};

}  // namespace herald::api
