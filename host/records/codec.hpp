#pragma once
#include <string>
#include <vector>

#include "host/domain/records.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::records {

enum class Extent : std::uint8_t {
  Whole,    ///< of an insert: what is not named takes its default or null
  Changes,  ///< of an update
};

/// Reads an object of values. Problems have pointers into it. [any thread]
/// Invalid/"bad_record". A text in an index has no blank at its ends: MySQL compares without them.
Result<domain::RecordValues> read_values(const json::Document& object, const domain::Collection& collection,
                                         Extent extent);

/// The record as an object: id, rev, created_at, updated_at and its fields.
void write_record(json::Writer& out, const domain::Collection& collection, const domain::Record& record);

}  // namespace herald::records
