#pragma once
#include <string>

#include "host/domain/records.hpp"
#include "host/storage/record_table.hpp"

namespace herald::storage {

/// A statement and its values, in order. [value]
struct RecordSelect {
  std::string sql{};
  Row cells{};
};

/// The page of a query, one row more than its limit.
RecordSelect select_page(const RecordTable& table, Dialect dialect, const domain::TenantId& tenant,
                         const domain::RecordQuery& query);
/// How many records match, counted up to `most`.
RecordSelect select_count(const RecordTable& table, Dialect dialect, const domain::TenantId& tenant,
                          const domain::RecordQuery& query, std::int64_t most);

}  // namespace herald::storage
