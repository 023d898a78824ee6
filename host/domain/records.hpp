#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"

namespace herald::domain {

enum class FieldType : std::uint8_t { Text, Integer, Boolean, Time, Json };

/// One field of a collection. Values travel as text: a number in decimal, a boolean as 0 or 1, a time as
/// to_sql() writes it. [value]
struct RecordField {
  std::string name{};  ///< of the member and of the column
  FieldType type{FieldType::Text};
  std::size_t longest{255};               ///< characters of a text, bytes of JSON
  bool required{false};                   ///< never null
  std::optional<std::string> fallback{};  ///< of an insert that does not name the field
  bool of_host{false};                    ///< of a bound table: plugins read what the host writes into it
};

/// Fields in order; the tenant stands before them by itself. [value]
struct RecordIndex {
  std::vector<std::string> fields{};
  bool unique{false};  ///< within a tenant, among rows without null in these fields
};

enum class CollectionOrigin : std::uint8_t {
  Declared,  ///< the host makes and grows its table
  Bound,     ///< a table of the migrations, for plugins shipped with the host
};

/// Rows of one kind that belong to a plugin. [value]
struct Collection {
  std::string plugin{};  ///< id of the plugin
  std::string name{};    ///< as the plugin calls it
  std::string table{};
  CollectionOrigin origin{CollectionOrigin::Declared};
  std::string subject{};  ///< of its events in the journal: "template" makes "template.created"
  std::vector<RecordField> fields{};
  std::vector<RecordIndex> indexes{};
  std::size_t largest_record{std::size_t{256} * 1024};  ///< bytes of all its values

  /// Null when there is no such field.
  [[nodiscard]] const RecordField* find(const std::string& field) const {
    for (const RecordField& one : fields)
      if (one.name == field) return &one;
    return nullptr;
  }
};

/// Values by field; nothing stands for null. [value]
using RecordValues = std::map<std::string, std::optional<std::string>>;

/// One row. [value]
struct Record {
  std::string id{};
  std::int64_t rev{0};  ///< grows by one with each change
  Instant created_at{};
  Instant updated_at{};
  RecordValues values{};
};

/// A condition on one record; comparisons with null are never true. [value]
struct Condition {
  enum class Kind : std::uint8_t { And, Or, Not, Eq, Ne, Lt, Le, Gt, Ge, In, Prefix, IsNull };
  Kind kind{Kind::And};
  std::string field{};
  std::vector<std::string> values{};  ///< one; of In several
  std::vector<Condition> parts{};     ///< of And, Or and Not
};

inline constexpr int kMostRecords = 500;  ///< of one page

/// Which records of a collection, in which order: by `sort`, then by id. [value]
struct RecordQuery {
  std::optional<Condition> where{};
  std::string sort{};  ///< a required field; empty: by id alone
  bool descending{false};
  int limit{50};  ///< 1 to kMostRecords
  /// Place after which the page begins: the sort field's value (empty without one) and the id.
  struct Place {
    std::string value{};
    std::string id{};
  };
  std::optional<Place> after{};
};

struct RecordPage {
  std::vector<Record> records{};
  std::optional<RecordQuery::Place> next{};  ///< nothing on the last page
};

}  // namespace herald::domain
