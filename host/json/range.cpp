#include "host/json/range.hpp"

namespace herald::json {

std::optional<std::string_view> range_of(const Document& range, std::string_view bytes) {
  const auto off = range.member("off");
  const auto len = range.member("len");
  const std::int64_t from = off ? off->integer().value_or(-1) : -1;
  const std::int64_t count = len ? len->integer().value_or(-1) : -1;
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (from < 0 || count < 0 || from > size || count > size - from) return std::nullopt;
  return bytes.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(count));
}

}  // namespace herald::json
