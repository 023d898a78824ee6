#include "host/plugins/version_order.hpp"

#include <algorithm>

namespace herald::plugins {
namespace {

struct VersionParts {
  std::string_view core;
  std::string_view pre;
};

VersionParts parts_of(std::string_view version) {
  version = version.substr(0, version.find('+'));
  const std::size_t dash = version.find('-');
  if (dash == std::string_view::npos) return {version, {}};
  return {version.substr(0, dash), version.substr(dash + 1)};
}

/// The text up to the next dot, which is taken off `rest`.
std::string_view next_part(std::string_view& rest) {
  const std::size_t dot = rest.find('.');
  const std::string_view part = rest.substr(0, dot);
  rest = dot == std::string_view::npos ? std::string_view{} : rest.substr(dot + 1);
  return part;
}

bool is_number(std::string_view part) {
  return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
}

/// Numbers of any length by value; numbers before words; words by their characters.
std::weak_ordering compare_parts(std::string_view left, std::string_view right) {
  if (is_number(left) != is_number(right))
    return is_number(left) ? std::weak_ordering::less : std::weak_ordering::greater;
  if (!is_number(left)) return left <=> right;
  left.remove_prefix(std::min(left.find_first_not_of('0'), left.size()));
  right.remove_prefix(std::min(right.find_first_not_of('0'), right.size()));
  if (left.size() != right.size()) return left.size() <=> right.size();
  return left <=> right;
}

std::weak_ordering compare_lists(std::string_view left, std::string_view right) {
  while (!left.empty() && !right.empty()) {
    const auto order = compare_parts(next_part(left), next_part(right));
    if (order != 0) return order;
  }
  return !left.empty() <=> !right.empty();
}

}  // namespace

std::weak_ordering compare_versions(std::string_view left, std::string_view right) {
  const VersionParts one = parts_of(left);
  const VersionParts other = parts_of(right);
  if (const auto order = compare_lists(one.core, other.core); order != 0) return order;
  if (one.pre.empty() != other.pre.empty())
    return one.pre.empty() ? std::weak_ordering::greater : std::weak_ordering::less;
  return compare_lists(one.pre, other.pre);
}

}  // namespace herald::plugins
