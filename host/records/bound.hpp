#pragma once
#include <optional>
#include <string_view>

#include "host/domain/records.hpp"

namespace herald::records {

/// A table of the migrations as a collection; nothing for tables that plugins may not bind. [any thread]
std::optional<domain::Collection> bound_collection(std::string_view table);

}  // namespace herald::records
