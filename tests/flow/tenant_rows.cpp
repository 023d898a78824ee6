#include "tests/flow/tenant_rows.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using Rows = std::vector<support::SqlRow>;
using Query = std::function<Rows(const std::string& sql)>;

Query sqlite_query(const std::string& path) {
  sqlite3* opened = nullptr;
  if (sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK)
    throw std::runtime_error{"cannot open " + path};
  sqlite3_busy_timeout(opened, 10'000);
  // Shared by the copies of the function object.
  const std::shared_ptr<sqlite3> db{opened, sqlite3_close};
  return [db](const std::string& sql) {
    Rows rows;
    const auto take = [](void* to, int count, char** values, char**) {
      support::SqlRow& row = static_cast<Rows*>(to)->emplace_back();
      for (int i = 0; i < count; ++i)
        row.push_back(values[i] == nullptr ? std::nullopt : std::optional<std::string>{values[i]});
      return 0;
    };
    if (sqlite3_exec(db.get(), sql.c_str(), take, &rows, nullptr) != SQLITE_OK)
      throw std::runtime_error{sql + ": " + sqlite3_errmsg(db.get())};
    return rows;
  };
}

Query mysql_query(const std::string& url) {
  const auto start = url.find("/flow_") + 1;
  const auto session = std::make_shared<support::MariadbSession>(support::shared_mariadb().socket(),
                                                                 url.substr(start, url.find('?') - start));
  return [session](const std::string& sql) { return session->rows(sql); };
}

std::string tables_query(Dialect dialect) {
  if (dialect == Dialect::Sqlite)
    return "select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and "
           "c.name = 'tenant_id' order by m.name";
  return "select table_name from information_schema.columns where table_schema = database() and column_name "
         "= 'tenant_id' order by table_name";
}

void append(std::string& out, const std::string& table, Rows rows) {
  std::vector<std::string> lines;
  for (const support::SqlRow& row : rows) {
    std::string& line = lines.emplace_back(table);
    for (const auto& cell : row) line += "|" + cell.value_or("(null)");
  }
  std::ranges::sort(lines);
  for (const std::string& line : lines) out += line + "\n";
}

}  // namespace

std::string rows_of_tenant(const Daemon& daemon, const std::string& tenant) {
  const Query query = daemon.dialect() == Dialect::Sqlite
                          ? sqlite_query((daemon.directory() / "herald.db").string())
                          : mysql_query(daemon.storage_url());
  std::string out;
  append(out, "tenant", query("select * from tenant where id = '" + tenant + "'"));
  for (const support::SqlRow& table : query(tables_query(daemon.dialect())))
    append(out, *table.at(0),
           query("select * from `" + *table.at(0) + "` where tenant_id = '" + tenant + "'"));
  return out;
}

}  // namespace herald::test
