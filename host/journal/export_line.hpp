#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/domain/event.hpp"
#include "host/journal/checkpoint.hpp"
#include "host/journal/manifest.hpp"

namespace herald::journal {

/// One line of an export, told apart by `kind`; exactly one member is set. An export is one manifest, then
/// shard by shard the entries, each checkpoint right after the entry that it vouches for. [value]
struct ExportLine {
  std::optional<domain::JournalEntry> entry{};
  std::optional<Checkpoint> checkpoint{};
  std::optional<Manifest> manifest{};
};

/// One JSON object without line end. `data` is a JSON *text* inside a string, because its bytes are hashed
/// and must survive; an erased entry has null for salt and data. [any thread]
std::string format_line(const domain::JournalEntry& entry);
std::string format_line(const Checkpoint& checkpoint);
std::string format_line(const Manifest& manifest);
/// Reads a line back. Invalid/"bad_export_line" with every problem. [any thread]
Result<ExportLine> parse_line(std::string_view line);

}  // namespace herald::journal
