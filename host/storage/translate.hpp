#pragma once
#include <soci/soci.h>

#include <string>
#include <utility>

#include "host/storage/failure.hpp"

namespace herald::storage {

/// The failure behind a SOCI exception, without the bound values that its text carries.
StorageFailure translate(const soci::soci_error& error);

/// A failure that the client library of MySQL reports.
StorageFailure mysql_failure(unsigned code);
/// A failure that SQLite itself reports; its texts name tables and columns, never values.
StorageFailure sqlite_failure(int code, const std::string& message);

/// Runs `work`; SOCI's exceptions leave as StorageFailure.
template <class Work>
auto guarded(Work&& work) -> decltype(work()) {
  try {
    return std::forward<Work>(work)();
  } catch (const soci::soci_error& error) {
    throw translate(error);
  }
}

}  // namespace herald::storage
