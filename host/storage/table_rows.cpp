#include "host/storage/table_rows.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kTableNames =
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by rowid";
constexpr std::string_view kColumnsOfTable = "select name, pk from pragma_table_info(?) order by cid";
constexpr std::size_t kPage = 200;
constexpr std::uint64_t kFnvStart = 14'695'981'039'346'656'037U;
constexpr std::uint64_t kFnvPrime = 1'099'511'628'211U;

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "`" : ", `") + name + '`';
  return out;
}

/// A page from the beginning, or from beyond a key.
std::string page_sql(const TableShape& table, bool beyond) {
  std::string sql = "select " + listed(table.columns) + " from `" + table.name + '`';
  if (beyond) {
    sql += " where (" + listed(table.key) + ") > (?";
    for (std::size_t i = 1; i < table.key.size(); ++i) sql += ", ?";
    sql += ')';
  }
  return sql + " order by " + listed(table.key) + " limit " + std::to_string(kPage);
}

Row key_of(const TableShape& table, const Row& row) {
  Row key;
  for (const std::string& name : table.key)
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (table.columns[i] == name) key.push_back(row[i]);
  return key;
}

std::uint64_t hash_of(const Row& row) {
  std::uint64_t hash = kFnvStart;
  const auto add = [&hash](std::string_view bytes) {
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * kFnvPrime;
  };
  for (const Cell& cell : row) {
    add(cell.null ? "n" : std::to_string(cell.text.size()) + ':');
    add(cell.text);
  }
  return hash;
}

}  // namespace

std::vector<TableShape> table_shapes(Connection& sqlite) {
  std::vector<TableShape> out;
  for (const Row& table : sqlite.query(kTableNames, 1)) {
    TableShape shape{.name = table[0].text};
    for (const Row& column : sqlite.query(kColumnsOfTable, 2, Row{table[0]})) {
      shape.columns.push_back(column[0].text);
      const auto place = static_cast<std::size_t>(column[1].number());
      if (place == 0) continue;
      if (shape.key.size() < place) shape.key.resize(place);
      shape.key[place - 1] = column[0].text;
    }
    out.push_back(std::move(shape));
  }
  return out;
}

void for_each_page(Connection& db, const TableShape& table,
                   const std::function<void(const std::vector<Row>&)>& take) {
  std::vector<Row> page = db.query(page_sql(table, false), table.columns.size());
  const std::string next = page_sql(table, true);
  while (!page.empty()) {
    take(page);
    if (page.size() < kPage) return;
    page = db.query(next, table.columns.size(), key_of(table, page.back()));
  }
}

TableSum sum_of(Connection& db, const TableShape& table) {
  TableSum sum;
  for_each_page(db, table, [&sum](const std::vector<Row>& page) {
    sum.rows += static_cast<std::int64_t>(page.size());
    for (const Row& row : page) sum.hash += hash_of(row);
  });
  return sum;
}

}  // namespace herald::storage
