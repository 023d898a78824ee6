#pragma once
#include <map>
#include <optional>
#include <string>

#include "host/domain/records.hpp"

namespace herald::storage {

/// What a declared table has to have: a line per field and per index, by name. Kept as text in
/// plugin_collection.declaration, where older and newer versions of a plugin meet. [value]
struct RecordShape {
  std::map<std::string, std::string> lines{};  ///< "field points" → "integer 0 required 0", "index …" → ""
  bool operator==(const RecordShape&) const = default;
};

RecordShape shape_of(const domain::Collection& collection);
std::string to_text(const RecordShape& shape);
RecordShape read_shape(const std::string& text);

/// The name of an index of the table, the same for the same fields.
std::string index_name(const domain::Collection& collection, const domain::RecordIndex& index);

/// Both shapes in one, or why one does not follow from the other by addition alone: a field that both have
/// must be the same, and one that only the other has must be nullable or have a default.
Result<RecordShape> united(const RecordShape& before, const RecordShape& after);

}  // namespace herald::storage
