#include "tests/contract/schema/schema.hpp"

#include <algorithm>
#include <regex>

namespace herald::schema {

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> describe(const Table& table) {
  std::vector<std::string> lines{"primary key (" + join(table.primary_key) + ")"};
  for (const auto& [name, column] : table.columns) {
    std::string line = "column " + name + " " + column.type + (column.nullable ? " null" : " not null");
    if (column.fallback) line += " default " + *column.fallback;
    if (!column.allowed.empty()) line += " in (" + join({column.allowed.begin(), column.allowed.end()}) + ")";
    lines.push_back(line);
  }
  for (const auto& key : table.foreign_keys)
    lines.push_back("foreign key " + key.column + " -> " + key.table + "." + key.referenced);
  for (const auto& index : table.indexes)
    lines.push_back((index.unique ? "unique (" : "index (") + join(index.columns) + ")");
  std::ranges::sort(lines);
  return lines;
}

std::map<std::string, std::set<std::string>> allowed_values(const std::string& checks) {
  static const std::regex kCheck{R"(`?(\w+)`? in \(([^)]*)\))"};
  static const std::regex kValue{R"([^\s,']+)"};
  std::map<std::string, std::set<std::string>> found;
  for (std::sregex_iterator check{checks.begin(), checks.end(), kCheck}, end; check != end; ++check) {
    const std::string list = (*check)[2];
    for (std::sregex_iterator value{list.begin(), list.end(), kValue}; value != end; ++value)
      found[(*check)[1]].insert(value->str());
  }
  return found;
}

}  // namespace herald::schema
