#include "tests/contract/schema/database.hpp"

namespace herald::schema {
namespace {

constexpr auto kColumns = R"(
  select table_name, column_name, data_type, column_type, is_nullable, column_default
  from information_schema.columns where table_schema = database())";
constexpr auto kKeys = R"(
  select table_name, index_name, non_unique, column_name
  from information_schema.statistics where table_schema = database() order by table_name, index_name, seq_in_index)";
constexpr auto kForeignKeys = R"(
  select table_name, column_name, referenced_table_name, referenced_column_name
  from information_schema.key_column_usage where table_schema = database() and referenced_table_name is not null)";
constexpr auto kChecks = R"(
  select table_name, check_clause from information_schema.check_constraints where constraint_schema = database())";

std::string type_of(const std::string& data_type, const std::string& column_type, bool enumerated) {
  if (data_type == "longtext") return "text";
  if (data_type == "longblob") return "blob";
  if (data_type == "bigint") return "integer";
  if (data_type == "tinyint") return "flag";
  if (data_type != "char" && data_type != "varchar") return column_type;
  return enumerated ? "text(enum)" : "text" + column_type.substr(data_type.size());
}

/// MariaDB says `NULL` for "null, and so by default".
std::optional<std::string> fallback(const std::optional<std::string>& text) {
  return text == "NULL" ? std::nullopt : text;
}

class MariadbDatabase final : public Database {
 public:
  MariadbDatabase() { session_.run("set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"); }

  std::vector<SqlRow> rows(const std::string& sql) override { return session_.rows(sql); }

  Schema schema() override {
    Schema found;
    read_columns(found);
    for (const SqlRow& row : rows(kForeignKeys))
      found[*row[0]].foreign_keys.insert({*row[1], *row[2], *row[3]});
    std::map<std::pair<std::string, std::string>, Index> indexes;
    for (const SqlRow& row : rows(kKeys)) {
      if (row[1] == "PRIMARY") {
        found[*row[0]].primary_key.push_back(*row[3]);
        continue;
      }
      Index& index = indexes[{*row[0], *row[1]}];
      index.unique = row[2] == "0";
      index.columns.push_back(*row[3]);
    }
    for (const auto& [place, index] : indexes) found[place.first].indexes.insert(index);
    return found;
  }

 private:
  void read_columns(Schema& found) {
    std::map<std::string, std::string> checks;
    for (const SqlRow& row : rows(kChecks)) checks[*row[0]] += *row[1] + "\n";
    std::map<std::string, std::map<std::string, std::set<std::string>>> allowed;
    for (const auto& [table, text] : checks) allowed[table] = allowed_values(text);
    for (const SqlRow& row : rows(kColumns)) {
      const auto& values = allowed[*row[0]][*row[1]];
      found[*row[0]].columns[*row[1]] = {.type = type_of(*row[2], *row[3], !values.empty()),
                                         .nullable = row[4] == "YES",
                                         .fallback = fallback(row[5]),
                                         .allowed = values};
    }
  }

  static std::string made() {
    static int number = 0;  // a name that no other database of this process has
    const std::string name = "schema_" + std::to_string(++number);
    support::shared_mariadb().create_database(name);
    return name;
  }

  std::string name_{made()};
  support::MariadbSession session_{support::shared_mariadb().socket(), name_};
};

}  // namespace

std::unique_ptr<Database> open_mariadb() { return std::make_unique<MariadbDatabase>(); }

}  // namespace herald::schema
