#include "host/api/entity_tag.hpp"

#include <string_view>

namespace herald::api {
namespace {

/// One entity tag of an If-Match.
bool names_tag(std::string_view list, std::string_view tag) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view one = list.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == tag) return true;
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return false;
}

}  // namespace

std::string entity_tag(std::int64_t revision) { return "\"" + std::to_string(revision) + "\""; }

Result<std::optional<std::int64_t>> read_if_match(const http::Request& request, std::int64_t present) {
  const std::string_view sent = request.header("If-Match");
  if (sent.empty() || sent == "*") return std::optional<std::int64_t>{};
  if (names_tag(sent, entity_tag(present))) return std::optional{present};
  return Error{.code = Errc::Stale,
               .reason = "revision_changed",
               .detail = "expected If-Match to name the present revision " + entity_tag(present)};
}

}  // namespace herald::api
