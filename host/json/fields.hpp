#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/json/document.hpp"

namespace herald::json {

enum class Need : std::uint8_t { Optional, Required };
/// What finish() does with keys that nobody asked for.
enum class Unknown : std::uint8_t { Refuse, Ignore };

/// In characters (Unicode code points).
struct TextBounds {
  std::size_t min{0};
  std::size_t max{SIZE_MAX};
};
struct IntegerBounds {
  std::int64_t min{INT64_MIN};
  std::int64_t max{INT64_MAX};
};
/// `items` of an array, `bytes` of the compact text.
struct RawBounds {
  std::size_t items{SIZE_MAX};
  std::size_t bytes{SIZE_MAX};
};

/// Reads the members of one object, keeps going after a problem, and reports all of them in finish().
/// A member that is missing, wrong or null reads as absent; null is refused where the member is required.
/// [one thread]
class Fields {
 public:
  explicit Fields(const Document& document, Unknown unknown = Unknown::Refuse);
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;
  ~Fields() = default;

  /// Empty when absent. Refuses U+0000, which databases cut texts at.
  std::string text(std::string_view name, Need need, TextBounds bounds = {});
  std::optional<std::string> optional_text(std::string_view name, TextBounds bounds = {});
  std::optional<std::int64_t> integer(std::string_view name, Need need, IntegerBounds bounds = {});
  std::optional<bool> boolean(std::string_view name, Need need);
  /// One of `choices`, compared exactly; empty when absent.
  std::string one_of(std::string_view name, Need need, std::span<const std::string_view> choices);
  /// The member's compact JSON text; empty when absent.
  std::string object_text(std::string_view name, Need need, RawBounds bounds = {});
  std::string array_text(std::string_view name, Need need, RawBounds bounds = {});
  /// Any kind of value, untouched.
  std::optional<Document> value(std::string_view name, Need need);

  using Reader = std::function<void(Fields& inner)>;
  /// Runs `read` on an object member, then refuses its unknown keys. True when the member was there.
  bool nested(std::string_view name, Need need, const Reader& read);
  /// Runs `read` on each element of an array of objects. True when the member was there.
  bool each(std::string_view name, Need need, RawBounds bounds, const Reader& read);

  /// True when the key is present, even as null.
  [[nodiscard]] bool has(std::string_view name) const;
  /// True when the key is present as null: what JSON Merge Patch removes.
  [[nodiscard]] bool is_null(std::string_view name) const;
  /// Adds a problem found by the caller about the member `name`.
  void complain(std::string_view name, std::string text);

  /// Invalid/"invalid_body" with every problem, or Done. Call once, after all reads.
  Result<Done> finish();

 private:
  Fields(const Document& document, Unknown unknown, std::string pointer, std::vector<Problem>& problems);
  std::optional<Document> take(std::string_view name, Need need);
  std::optional<Document> take(std::string_view name, Need need, Kind kind);
  std::string raw(std::string_view name, Need need, Kind kind, RawBounds bounds);
  void refuse_unknown();

  Document document_;
  Unknown unknown_;
  std::string pointer_;
  std::vector<Problem> own_;
  std::vector<Problem>* problems_;  // own_, or the outermost reader's, which outlives the inner ones
  std::vector<std::string> known_;
};

}  // namespace herald::json
