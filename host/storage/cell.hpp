#pragma once
#include <charconv>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/ids.hpp"

namespace herald::storage {

/// One bound or read value. Everything travels as text; both databases convert numbers. [value]
struct Cell {
  std::string text{};
  bool null{false};

  Cell() : null{true} {}
  Cell(std::string value) : text{std::move(value)} {}
  Cell(std::string_view value) : text{value} {}
  Cell(const char* value) : text{value} {}
  Cell(std::integral auto value) : text{std::to_string(value)} {}
  Cell(Instant value) : text{to_sql(value)} {}
  template <class Tag>
  Cell(const StrongId<Tag>& id) : text{id.text}, null{id.empty()} {}
  template <class T>
  Cell(const std::optional<T>& value) : Cell{value ? Cell{*value} : Cell{}} {}

  [[nodiscard]] std::int64_t number() const {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  }
  [[nodiscard]] bool flag() const { return number() != 0; }
  [[nodiscard]] std::optional<Instant> instant() const { return null ? std::nullopt : from_sql(text); }
  bool operator==(const Cell&) const = default;
};

/// An empty text stored as NULL: for optional unique columns.
inline Cell null_if_empty(const std::string& text) { return text.empty() ? Cell{} : Cell{text}; }

using Row = std::vector<Cell>;

}  // namespace herald::storage
