#include "host/api/time_member.hpp"

namespace herald::api {

std::optional<Instant> read_time(json::Fields& fields, std::string_view name) {
  const auto text = fields.optional_text(name, {.max = 64});
  if (!text) return std::nullopt;
  const auto at = from_rfc3339(*text);
  if (!at) fields.complain(name, "expected a time like 2025-01-31T12:00:00Z (RFC 3339)");
  return at;
}

}  // namespace herald::api
