#include "host/http/uri.hpp"

#include <cstdint>
#include <utility>

#include "host/base/hex.hpp"

namespace herald::http {
namespace {

enum class Plus : std::uint8_t { Literal, Blank };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::Blank) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      const auto byte = i + 2 < text.size() ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
      if (!byte || byte->front() == '\0') return std::nullopt;
      out += *byte;
      i += 2;
    }
  }
  return out;
}

/// Cuts off and returns what stands before the next `separator`, which is dropped.
std::string_view next(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

}  // namespace

std::optional<std::vector<std::string>> decode_path(std::string_view path) {
  std::vector<std::string> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.empty()) return segments;
  const bool trailing = path.ends_with('/');
  while (!path.empty()) {
    auto segment = decode(next(path, '/'), Plus::Literal);
    if (!segment) return std::nullopt;
    segments.push_back(*std::move(segment));
  }
  if (trailing) segments.emplace_back();
  return segments;
}

std::optional<std::vector<Header>> decode_query(std::string_view query) {
  std::vector<Header> pairs;
  while (!query.empty()) {
    std::string_view rest = next(query, '&');
    if (rest.empty()) continue;
    auto name = decode(next(rest, '='), Plus::Blank);
    auto value = decode(rest, Plus::Blank);
    if (!name || !value) return std::nullopt;
    pairs.push_back({*std::move(name), *std::move(value)});
  }
  return pairs;
}

}  // namespace herald::http
