#pragma once
#include <optional>
#include <string_view>

#include "host/json/document.hpp"

namespace herald::json {

/// What `{"off":n,"len":n}` names of `bytes`, which the result points into; nothing where it is no such
/// object or lies outside of them. [any thread]
std::optional<std::string_view> range_of(const Document& range, std::string_view bytes);

}  // namespace herald::json
