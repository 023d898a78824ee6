#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>

#include "tests/contract/schema/database.hpp"

namespace herald::schema {
namespace {

using Link = std::unique_ptr<sqlite3, int (*)(sqlite3*)>;

/// A file of its own, gone with its owner.
struct File {
  File() {
    std::string name = "/tmp/herald-schema-XXXXXX";
    ::close(::mkstemp(name.data()));
    path = name;
  }
  ~File() { ::unlink(path.c_str()); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::filesystem::path path{};
};

Link open(const std::filesystem::path& path) {
  sqlite3* raw = nullptr;
  const int code = ::sqlite3_open(path.c_str(), &raw);
  Link link{raw, ::sqlite3_close};
  if (code != SQLITE_OK) throw SqlRefused{static_cast<unsigned>(code), "cannot open " + path.string()};
  return link;
}

/// The n of each `length(<column>) <= n`.
std::map<std::string, std::string> length_bounds(const std::string& sql) {
  constexpr std::string_view kLength = "length(";
  constexpr std::string_view kAtMost = ") <= ";
  std::map<std::string, std::string> bounds;
  for (auto at = sql.find(kLength); at != std::string::npos; at = sql.find(kLength, at + 1)) {
    const auto name = at + kLength.size();
    const auto end = sql.find(kAtMost, name);
    const auto number = end + kAtMost.size();
    bounds[sql.substr(name, end - name)] = sql.substr(number, sql.find(')', number) - number);
  }
  return bounds;
}

std::string type_of(const std::string& declared, const std::string& bound,
                    const std::set<std::string>& allowed) {
  if (declared == "INTEGER") return allowed.empty() ? "integer" : "flag";
  if (declared == "BLOB") return "blob";
  if (!allowed.empty()) return "text(enum)";
  return bound.empty() ? "text" : "text(" + bound + ")";
}

class Sqlite final : public Database {
 public:
  Sqlite() { run("pragma foreign_keys = on"); }

  std::vector<SqlRow> rows(const std::string& sql) override {
    std::vector<SqlRow> found;
    const auto add = [](void* out, int count, char** cells, char**) {
      SqlRow& row = static_cast<std::vector<SqlRow>*>(out)->emplace_back(static_cast<std::size_t>(count));
      for (std::size_t i = 0; i < row.size(); ++i)
        if (cells[i] != nullptr) row[i] = cells[i];
      return 0;
    };
    const int code = ::sqlite3_exec(link_.get(), sql.c_str(), add, &found, nullptr);
    if (code != SQLITE_OK) throw SqlRefused{static_cast<unsigned>(code), ::sqlite3_errmsg(link_.get())};
    return found;
  }

  Schema schema() override {
    Schema found;
    for (const SqlRow& row : rows("select name, sql from sqlite_master where type = 'table'"))
      found[*row[0]] = table(*row[0], *row[1]);
    return found;
  }

 private:
  Table table(const std::string& name, const std::string& sql) {
    Table found;
    auto bounds = length_bounds(sql);
    auto allowed = allowed_values(sql);
    for (const SqlRow& row :
         rows("select name, type, \"notnull\", dflt_value from pragma_table_info('" + name + "')"))
      found.columns[*row[0]] = {.type = type_of(*row[1], bounds[*row[0]], allowed[*row[0]]),
                                .nullable = row[2] == "0",
                                .fallback = row[3],
                                .allowed = allowed[*row[0]]};
    for (const SqlRow& row :
         rows("select name from pragma_table_info('" + name + "') where pk > 0 order by pk"))
      found.primary_key.push_back(*row[0]);
    for (const SqlRow& row :
         rows("select \"from\", \"table\", \"to\" from pragma_foreign_key_list('" + name + "')"))
      found.foreign_keys.insert({*row[0], *row[1], *row[2]});
    for (const SqlRow& row :
         rows("select name, \"unique\" from pragma_index_list('" + name + "') where origin <> 'pk'"))
      found.indexes.insert(index(*row[0], row[1] == "1"));
    return found;
  }

  Index index(const std::string& name, bool unique) {
    Index found{unique, {}};
    for (const SqlRow& row : rows("select name from pragma_index_info('" + name + "') order by seqno"))
      found.columns.push_back(*row[0]);
    return found;
  }

  File file_{};
  Link link_{open(file_.path)};
};

}  // namespace

std::unique_ptr<Database> open_sqlite() { return std::make_unique<Sqlite>(); }

}  // namespace herald::schema
