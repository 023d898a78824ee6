#include <cstddef>
#include <cstdint>
#include <string_view>

#include "host/plugins/note_reader.hpp"

// Files that are no plugins, or lie about their offsets, are refused and never read out of bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto note = herald::plugins::read_note({reinterpret_cast<const char*>(data), size});
  if (note) static_cast<void>(herald::plugins::check_abi(*note).has_value());
  return 0;
}
