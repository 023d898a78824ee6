#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "host/base/check.hpp"
#include "host/http/head.hpp"
#include "host/http/uri.hpp"

// A head is found where it ends, whether it arrives whole or byte by byte, and parses or is refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace herald::http;
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const HeadLimits limits;
  const auto whole = find_head_end(input, 0, limits.bytes);
  const auto* end = std::get_if<HeadEnd>(&whole);
  if (end == nullptr) return 0;
  HERALD_CHECK(end->size <= input.size());
  const auto head = parse_head(input.substr(0, end->size), limits);
  if (const auto* parsed = std::get_if<Head>(&head)) {
    static_cast<void>(decode_path(parsed->request.path).has_value());
    static_cast<void>(decode_query(parsed->request.query).has_value());
  }
  return 0;
}
