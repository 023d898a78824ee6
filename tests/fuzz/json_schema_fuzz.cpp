#include <cstddef>
#include <cstdint>
#include <string_view>

#include "host/base/check.hpp"
#include "host/json/schema.hpp"

// Schema and document stand in one input, parted by a newline: neither may bring the process down, and a
// schema with unsupported keywords must never compile.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto border = text.find('\n');
  if (border == std::string_view::npos) return 0;
  const std::string_view schema = text.substr(0, border);
  const auto result = herald::json::validate(schema, text.substr(border + 1));
  HERALD_CHECK(!result.has_value() || herald::json::unsupported_keywords(schema).empty());
  herald::json::secret_fields(schema);
  return 0;
}
