#include "host/api/path.hpp"

#include "host/base/check.hpp"
#include "host/http/uri.hpp"

namespace herald::api {
namespace {

bool is_param(std::string_view segment) { return segment.starts_with('{'); }

}  // namespace

std::optional<Segments> split_path(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  Segments out;
  while (!path.empty()) {
    path.remove_prefix(1);
    if (out.count == Segments::kMost) return std::nullopt;
    const auto end = path.find('/');
    out.at[out.count++] = path.substr(0, end);
    path.remove_prefix(end == std::string_view::npos ? path.size() : end);
  }
  return out;
}

Pattern::Pattern(std::string_view text) {
  const auto split = split_path(text);
  HERALD_CHECK(split.has_value());
  segments_ = *split;
}

bool Pattern::matches(const Segments& path) const {
  if (path.count != segments_.count) return false;
  for (std::size_t i = 0; i < path.count; ++i) {
    if (is_param(segments_.at[i]) ? path.at[i].empty() : path.at[i] != segments_.at[i]) return false;
  }
  return true;
}

std::optional<std::vector<std::string>> Pattern::params(const Segments& path) const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < segments_.count; ++i) {
    if (!is_param(segments_.at[i])) continue;
    if (path.at[i].find('%') == std::string_view::npos) {
      out.emplace_back(path.at[i]);
      continue;
    }
    auto decoded = http::decode_path("/" + std::string{path.at[i]});
    if (!decoded || decoded->size() != 1) return std::nullopt;
    out.push_back(std::move(decoded->front()));
  }
  return out;
}

}  // namespace herald::api
