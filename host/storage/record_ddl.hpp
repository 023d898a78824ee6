#pragma once
#include "host/domain/records.hpp"
#include "host/storage/connection.hpp"

namespace herald::storage {

/// Makes the table of a declared collection, or what it lacks. Each statement may be repeated; MySQL commits
/// it by itself. Throws StorageFailure. [one thread, the connection's]
void build_record_table(Connection& db, const domain::Collection& collection);

}  // namespace herald::storage
