#pragma once
#include <string>
#include <string_view>

#include "host/domain/records.hpp"
#include "host/json/document.hpp"

namespace herald::records {

inline constexpr int kDeepest = 6;     ///< nested and, or, not
inline constexpr int kMostNodes = 64;  ///< conditions of one query
inline constexpr std::size_t kMostIn = 100;

/// Reads a query (sdk/README.md, "Records") and holds it against the collection's indexes: some condition
/// that every record must meet has to be on an index's first field, and so has the sort after it, else the
/// error names the index that is missing. Invalid/"bad_query", "missing_index", "bad_cursor". [any thread]
Result<domain::RecordQuery> read_query(const json::Document& query, const domain::Collection& collection);

/// `where` by itself.
Result<domain::Condition> read_condition(const json::Document& where, const domain::Collection& collection);

/// A place as the text that a caller brings back.
std::string to_cursor(const domain::RecordQuery::Place& place);

}  // namespace herald::records
