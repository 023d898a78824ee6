#include <cstddef>
#include <cstdint>
#include <string_view>

#include "host/base/check.hpp"
#include "host/journal/export_line.hpp"

// An export comes from elsewhere: a line is read or refused, and what was read is written alike.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto line = herald::journal::parse_line({reinterpret_cast<const char*>(data), size});
  if (!line) return 0;
  HERALD_CHECK(line->entry.has_value() + line->checkpoint.has_value() + line->manifest.has_value() == 1);
  if (line->entry)
    HERALD_CHECK(herald::journal::parse_line(herald::journal::format_line(*line->entry)).has_value());
  return 0;
}
