#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::api {

/// The segments of a path, escapes kept. Borrows the path.
struct Segments {
  static constexpr std::size_t kMost = 12;
  std::array<std::string_view, kMost> at{};
  std::size_t count{0};
};

/// Nothing for a path without leading slash or with more segments than any route has. A trailing slash gives
/// an empty last segment, which matches nothing.
std::optional<Segments> split_path(std::string_view path);

/// A route's path; literals and `{name}`. Borrows the text, which lives in a route table. [value]
class Pattern final {
 public:
  /// `text` must split; checked when the router is built.
  explicit Pattern(std::string_view text);
  [[nodiscard]] bool matches(const Segments& path) const;
  /// What the braces matched, decoded; nothing when an escape is malformed. `path` must match.
  [[nodiscard]] std::optional<std::vector<std::string>> params(const Segments& path) const;

 private:
  Segments segments_;
};

}  // namespace herald::api
