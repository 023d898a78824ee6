#include "tests/contract/schema/schema.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>

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
  constexpr std::string_view kIn = " in (";
  std::map<std::string, std::set<std::string>> found;
  for (auto at = checks.find(kIn); at != std::string::npos; at = checks.find(kIn, at + 1)) {
    const auto begin = checks.find_last_of(" (\n", at - 1) + 1;
    std::string column = checks.substr(begin, at - begin);
    std::erase(column, '`');
    std::string list = checks.substr(at + kIn.size(), checks.find(')', at) - at - kIn.size());
    std::erase_if(list, [](char c) { return c == ' ' || c == '\n' || c == '\''; });
    std::istringstream values{list};
    for (std::string value; std::getline(values, value, ',');) found[column].insert(value);
  }
  return found;
}

}  // namespace herald::schema
