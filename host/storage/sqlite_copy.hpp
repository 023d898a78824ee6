#pragma once
#include <string>

#include "host/base/result.hpp"

namespace herald::storage {

/// Copies a SQLite database that may be in use to a file that must not exist: one consistent moment,
/// on disk when this returns. Errors: NotFound/"no_database"; Unavailable/"copy_failed", and then no file
/// is left.
Result<Done> copy_sqlite(const std::string& from, const std::string& to);

}  // namespace herald::storage
