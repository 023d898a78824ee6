#pragma once
#include <string>

#include "host/base/result.hpp"

namespace herald {

/// Returns once a file, or the entries of a directory, are on the disk. Unavailable/"sync_failed". [any
/// thread]
Result<Done> sync_to_disk(const std::string& path);

}  // namespace herald
