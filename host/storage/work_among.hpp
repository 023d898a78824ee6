#pragma once
#include <string>

#include "host/domain/shards.hpp"

namespace herald::storage {

/// Narrows a query of a table `w` to its rows of some shards: begins with " and", or is empty for all of
/// them.
std::string work_among(domain::ShardSet shards);

}  // namespace herald::storage
