#pragma once
#include <optional>
#include <string_view>

#include "host/base/clock.hpp"
#include "host/json/fields.hpp"

namespace herald::api {

/// A member that is a time; absent, null or (complained about) malformed: nothing. [any thread]
std::optional<Instant> read_time(json::Fields& fields, std::string_view name);

}  // namespace herald::api
