#pragma once
#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"

namespace herald {

/// A text id that cannot be mistaken for another kind's. Empty means "none". [value]
template <class Tag>
struct StrongId {
  std::string text;

  StrongId() = default;
  explicit StrongId(std::string value) : text{std::move(value)} {}
  [[nodiscard]] bool empty() const { return text.empty(); }
  auto operator<=>(const StrongId&) const = default;
};

/// A UUID version 7 (RFC 9562): 36 lower-case characters that sort by time of creation.
/// Takes 10 random bytes; unique across nodes. [any thread]
std::string make_uuid(Instant at, Random& random);
/// True for any 36-character UUID text in lower case.
bool is_uuid(std::string_view text);

}  // namespace herald

template <class Tag>
struct std::hash<herald::StrongId<Tag>> {
  std::size_t operator()(const herald::StrongId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text);
  }
};
