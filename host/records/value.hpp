#pragma once
#include <optional>
#include <string>

#include "host/base/result.hpp"
#include "host/domain/records.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::records {

/// A JSON value as the text that a field's value travels as; nothing for null. Times are RFC 3339.
/// Invalid/"bad_value" with what the field takes. [any thread]
Result<std::optional<std::string>> value_text(const json::Document& value, const domain::RecordField& field);

/// The same backwards. The value is one that was stored.
void write_value(json::Writer& out, const domain::RecordField& field,
                 const std::optional<std::string>& value);

}  // namespace herald::records
