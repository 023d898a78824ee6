#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

/// What became of one table. [value]
struct CopiedTable {
  std::string name{};
  std::int64_t rows{};
};

/// Copies all rows of a SQLite database to a MySQL one with the same schema and no tenants yet, reads both
/// sides again and compares them table by table; all in one transaction, so that the target has everything or
/// what it had. What belongs to running nodes (fences, leases, the list of migrations) stays behind. No
/// server may run on either. Errors: Conflict/"target_not_empty"; Invalid/"schemas_differ";
/// Internal/"copy_differs"; Unavailable.
Result<std::vector<CopiedTable>> copy_to_mysql(const StorageUrl& from, const StorageUrl& to);

}  // namespace herald::storage
