// The page for report writers holds every table and column that there is, and no other.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/contract/schema/database.hpp"

namespace herald::schema {
namespace {

struct Dictionary {
  std::map<std::string, std::set<std::string>> tables{};  ///< with the columns that their sections explain
  std::set<std::string> everywhere{};
  std::set<std::string> machinery{};  ///< tables
};

std::set<std::string> in_backticks(const std::string& text) {
  static const std::regex word{"`([a-z_]+)`"};
  std::set<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), word}, end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

/// The columns of an item: what is quoted before each colon, up to the next `;`.
std::set<std::string> explained(const std::string& item) {
  std::set<std::string> found;
  std::istringstream parts{item};
  for (std::string part; std::getline(parts, part, ';');)
    if (part.find(':') != std::string::npos) found.merge(in_backticks(part.substr(0, part.find(':'))));
  return found;
}

const Dictionary& dictionary() {
  static const Dictionary read = [] {
    Dictionary out;
    std::ifstream in{HERALD_SOURCE_DIR "/packaging/dictionary.md"};
    std::string part;
    std::set<std::string>* columns = nullptr;
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("## ")) {
        part = line.substr(3);
        columns = part == "Everywhere" ? &out.everywhere : nullptr;
      } else if (line.starts_with("### ")) {
        columns = &out.tables[line.substr(5, line.size() - 6)];
      } else if (line.starts_with("- ") && columns != nullptr) {
        columns->merge(explained(line));
      } else if (part == "Machinery") {
        out.machinery.merge(in_backticks(line));
      }
    }
    return out;
  }();
  return read;
}

const Schema& schema_told() {
  static const Schema found = shared("sqlite").schema();
  return found;
}

TEST(Dictionary, NamesEveryTable) {
  for (const auto& [name, table] : schema_told())
    EXPECT_TRUE(dictionary().tables.contains(name) || dictionary().machinery.contains(name)) << name;
}

TEST(Dictionary, ExplainsEveryColumn) {
  for (const auto& [name, columns] : dictionary().tables) {
    const auto table = schema_told().find(name);
    if (table == schema_told().end()) continue;
    for (const auto& [column, facts] : table->second.columns)
      EXPECT_TRUE(columns.contains(column) || dictionary().everywhere.contains(column))
          << name << '.' << column;
  }
}

TEST(Dictionary, ExplainsNothingThatIsNotThere) {
  ASSERT_GT(dictionary().tables.size(), 30U);
  for (const auto& [name, columns] : dictionary().tables) {
    ASSERT_TRUE(schema_told().contains(name)) << name;
    for (const std::string& column : columns)
      EXPECT_TRUE(schema_told().at(name).columns.contains(column)) << name << '.' << column;
  }
  for (const std::string& name : dictionary().machinery) EXPECT_TRUE(schema_told().contains(name)) << name;
  for (const std::string& column : dictionary().everywhere)
    EXPECT_TRUE(std::ranges::any_of(schema_told(), [&](const auto& table) {
      return table.second.columns.contains(column);
    })) << column;
}

}  // namespace
}  // namespace herald::schema
