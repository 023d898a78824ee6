#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "host/base/json_text.hpp"
#include "host/json/document.hpp"

// Whatever parses must be written as text that parses to the same text again; any bytes must quote to JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (const auto parsed = herald::json::parse(text)) {
    const std::string once = parsed->compact();
    const auto again = herald::json::parse(once);
    HERALD_CHECK(again.has_value());
    HERALD_CHECK(again->compact() == once);
  }
  const auto quoted = herald::json::parse(herald::quote_json(text));
  HERALD_CHECK(quoted.has_value());
  HERALD_CHECK(quoted->kind() == herald::json::Kind::Text);
  return 0;
}
