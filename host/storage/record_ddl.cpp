#include "host/storage/record_ddl.hpp"

#include <set>
#include <string>

#include "host/storage/record_shape.hpp"
#include "host/storage/record_table.hpp"

namespace herald::storage {
namespace {

using domain::FieldType;
using domain::RecordField;

constexpr std::size_t kLongestVarchar = 512;  ///< characters; longer texts live outside the row

constexpr std::string_view kSqliteColumns = "select name from pragma_table_info(?)";
constexpr std::string_view kMysqlColumns =
    "select column_name from information_schema.columns where table_schema = database() and table_name = ?";
constexpr std::string_view kSqliteIndexes = "select name from pragma_index_list(?)";
constexpr std::string_view kMysqlIndexes =
    "select distinct index_name from information_schema.statistics "
    "where table_schema = database() and table_name = ?";

std::string sqlite_type(const RecordField& field) {
  const std::string name = ticked(field.name);
  switch (field.type) {
    case FieldType::Integer:
      return "integer";
    case FieldType::Boolean:
      return "integer check (" + name + " in (0, 1))";
    case FieldType::Time:
      return "text check (length(" + name + ") <= 23)";
    default:
      return "text check (length(" + name + ") <= " + std::to_string(field.longest) + ")";
  }
}

std::string mysql_type(const RecordField& field) {
  switch (field.type) {
    case FieldType::Integer:
      return "bigint";
    case FieldType::Boolean:
      return "tinyint check (" + ticked(field.name) + " in (0, 1))";
    case FieldType::Time:
      return "char(23) character set ascii collate ascii_bin";
    case FieldType::Text:
      if (field.longest <= kLongestVarchar) return "varchar(" + std::to_string(field.longest) + ")";
      [[fallthrough]];
    default:
      return "longtext check (char_length(" + ticked(field.name) + ") <= " + std::to_string(field.longest) +
             ")";
  }
}

/// The default is a number or plain letters (host/records refuses others), so it stands in the text as it is.
std::string column(const RecordField& field, Dialect dialect) {
  const std::string type = dialect == Dialect::Sqlite ? sqlite_type(field) : mysql_type(field);
  const auto check = type.find(" check");
  std::string out = ticked(field.name) + " " + type.substr(0, check);
  if (field.required) out += " not null";
  if (field.fallback) {
    const bool number = field.type == FieldType::Integer || field.type == FieldType::Boolean;
    out += number ? " default " + *field.fallback : " default ('" + *field.fallback + "')";
  }
  return check == std::string::npos ? out : out + type.substr(check);
}

std::string create_table(const domain::Collection& collection, Dialect dialect) {
  const bool sqlite = dialect == Dialect::Sqlite;
  const std::string id = sqlite ? "text not null check (length(id) <= 36)"
                                : "char(36) character set ascii collate ascii_bin not null";
  const std::string time =
      sqlite ? "text not null" : "char(23) character set ascii collate ascii_bin not null";
  std::string out = "create table if not exists " + ticked(collection.table) + " (tenant_id " +
                    (sqlite ? "text not null" : id) + ", id " + id + ", revision " +
                    (sqlite ? "integer" : "bigint") + " not null default 1, created_at " + time +
                    ", updated_at " + time;
  for (const RecordField& field : collection.fields) out += ", " + column(field, dialect);
  out += ", primary key (tenant_id, id), foreign key (tenant_id) references tenant (id))";
  return out + (sqlite ? " strict" : " engine = InnoDB default character set utf8mb4 collate utf8mb4_bin");
}

std::string create_index(const domain::Collection& collection, const domain::RecordIndex& index) {
  std::string out = index.unique ? "create unique index " : "create index ";
  out += index_name(collection, index) + " on " + ticked(collection.table) + " (tenant_id";
  for (const std::string& name : index.fields) out += ", " + ticked(name);
  return out + (index.unique ? ")" : ", id)");
}

std::set<std::string> names(Connection& db, std::string_view sql, const std::string& table) {
  std::set<std::string> out;
  for (const Row& row : db.query(sql, 1, Row{table})) out.insert(row[0].text);
  return out;
}

}  // namespace

void build_record_table(Connection& db, const domain::Collection& collection) {
  const bool sqlite = db.dialect() == Dialect::Sqlite;
  db.execute(create_table(collection, db.dialect()));
  const auto columns = names(db, sqlite ? kSqliteColumns : kMysqlColumns, collection.table);
  for (const RecordField& field : collection.fields)
    if (!columns.contains(field.name))
      db.execute("alter table " + ticked(collection.table) + " add column " + column(field, db.dialect()));
  const auto indexes = names(db, sqlite ? kSqliteIndexes : kMysqlIndexes, collection.table);
  for (const domain::RecordIndex& index : collection.indexes)
    if (!indexes.contains(index_name(collection, index))) db.execute(create_index(collection, index));
}

}  // namespace herald::storage
