#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::api {

/// `"<revision>"`.
std::string entity_tag(std::int64_t revision);

/// The revision that If-Match insists on; nothing when it insists on none. Stale/"revision_changed" when it
/// names another one than `present`; weak tags never match.
Result<std::optional<std::int64_t>> read_if_match(const http::Request& request, std::int64_t present);

}  // namespace herald::api
