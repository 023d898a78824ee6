#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace herald::schema {

/// A column in words that both databases share. [value]
struct Column {
  std::string type{};  ///< text, text(n), text(enum), integer, flag, blob; else what the database calls it
  bool nullable{};
  std::optional<std::string> fallback{};  ///< the default as SQL text
  std::set<std::string> allowed{};        ///< values of its `check (column in (…))`
};

struct ForeignKey {
  std::string column{};
  std::string table{};
  std::string referenced{};
  auto operator<=>(const ForeignKey&) const = default;
};

/// An index or unique key; the primary key is not among them.
struct Index {
  bool unique{};
  std::vector<std::string> columns{};
  auto operator<=>(const Index&) const = default;
};

struct Table {
  std::map<std::string, Column> columns{};
  std::vector<std::string> primary_key{};
  std::set<ForeignKey> foreign_keys{};
  std::multiset<Index> indexes{};
};

using Schema = std::map<std::string, Table>;

/// The table as sorted lines, so that a difference reads well.
std::vector<std::string> describe(const Table& table);
std::string join(const std::vector<std::string>& words);
/// The values of each `<column> in (…)` of a text of checks.
std::map<std::string, std::set<std::string>> allowed_values(const std::string& checks);

}  // namespace herald::schema
