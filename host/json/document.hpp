#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"

namespace herald::json {

struct ParseLimits {
  int depth{32};                     ///< nested objects and arrays
  std::size_t bytes{1024UL * 1024};  ///< of the whole text
};

enum class Kind : std::uint8_t { Null, Boolean, Number, Text, Array, Object };

/// "an object", "a string" …: for error texts.
std::string_view to_text(Kind kind);

/// An immutable JSON value; copies are cheap and share one parsed tree. [value]
class Document {
 public:
  /// The value null.
  Document();

  [[nodiscard]] Kind kind() const;
  /// Compact JSON text with sorted keys.
  [[nodiscard]] std::string compact() const;
  /// Member of an object; nothing when absent or when this is not an object.
  [[nodiscard]] std::optional<Document> member(std::string_view name) const;
  /// Member names of an object in alphabetical order; empty for other kinds.
  [[nodiscard]] std::vector<std::string> names() const;
  /// Elements of an array; empty for other kinds.
  [[nodiscard]] std::vector<Document> elements() const;
  [[nodiscard]] std::optional<std::string> text() const;
  /// Whole numbers that fit 64 signed bits; nothing for 1.5, 1e3 or text.
  [[nodiscard]] std::optional<std::int64_t> integer() const;
  /// Any number.
  [[nodiscard]] std::optional<double> real() const;
  [[nodiscard]] std::optional<bool> boolean() const;

  /// For this room only: no other room sees nlohmann.
  [[nodiscard]] const nlohmann::json& tree() const { return *tree_; }

 private:
  friend Result<Document> parse(std::string_view text, ParseLimits limits);
  friend Document merge_patch(const Document& target, const Document& patch);
  explicit Document(std::shared_ptr<const nlohmann::json> tree);
  // Owned jointly by the documents cut out of one parsed text; nobody changes it.
  std::shared_ptr<const nlohmann::json> tree_;
};

/// Reads one JSON text (RFC 8259). Refuses duplicate keys, NaN, text after the end and over-deep nesting.
/// Errors: Invalid/"malformed_json" with line and column, TooLarge/"body_too_large". [any thread]
Result<Document> parse(std::string_view text, ParseLimits limits = {});

/// A step of a JSON pointer (RFC 6901): "/" and the name with `~` and `/` escaped.
std::string pointer_step(std::string_view name);
/// Unicode code points in valid UTF-8; what maxLength counts.
std::size_t character_count(std::string_view text);

}  // namespace herald::json
