#include "host/storage/record_query.hpp"

namespace herald::storage {
namespace {

using domain::Condition;
using domain::FieldType;
using domain::RecordQuery;
using ConditionKind = Condition::Kind;

/// Sorts after every text that begins with what stands before it.
constexpr std::string_view kLastCharacter = "\xf4\x8f\xbf\xbf";

/// Writes conditions as text with `?`, collecting what is bound.
class Compiler {
 public:
  Compiler(const domain::Collection& collection, Dialect dialect, RecordSelect& out)
      : collection_{collection}, dialect_{dialect}, out_{out} {}

  void add(std::string_view text) { out_.sql += text; }

  /// Numbers are bound as text like everything; as numbers they keep their precision in comparisons.
  void value(const std::string& field, const std::string& text) {
    const domain::RecordField* declared = collection_.find(field);
    const bool number =
        declared != nullptr && (declared->type == FieldType::Integer || declared->type == FieldType::Boolean);
    add(!number ? "?" : dialect_ == Dialect::Sqlite ? "cast(? as integer)" : "cast(? as signed)");
    out_.cells.emplace_back(text);
  }

  void compare(const std::string& field, std::string_view sign, const std::string& text) {
    add(ticked(field));
    add(sign);
    value(field, text);
  }

  void condition(const Condition& node) {
    switch (node.kind) {
      case ConditionKind::And:
        return joined(node, " and ");
      case ConditionKind::Or:
        return joined(node, " or ");
      case ConditionKind::Not:
        add("not ");
        return joined(node, "");
      case ConditionKind::Eq:
        return compare(node.field, " = ", node.values[0]);
      case ConditionKind::Ne:
        return compare(node.field, " <> ", node.values[0]);
      case ConditionKind::Lt:
        return compare(node.field, " < ", node.values[0]);
      case ConditionKind::Le:
        return compare(node.field, " <= ", node.values[0]);
      case ConditionKind::Gt:
        return compare(node.field, " > ", node.values[0]);
      case ConditionKind::Ge:
        return compare(node.field, " >= ", node.values[0]);
      case ConditionKind::In:
        return membership(node);
      case ConditionKind::Prefix:
        return prefix(node);
      case ConditionKind::IsNull:
        add(ticked(node.field) + " is null");
    }
  }

 private:
  void joined(const Condition& node, std::string_view word) {
    add("(");
    for (std::size_t i = 0; i < node.parts.size(); ++i) {
      if (i > 0) add(word);
      condition(node.parts[i]);
    }
    add(")");
  }
  void membership(const Condition& node) {
    add(ticked(node.field) + " in (");
    for (std::size_t i = 0; i < node.values.size(); ++i) {
      if (i > 0) add(",");
      value(node.field, node.values[i]);
    }
    add(")");
  }
  void prefix(const Condition& node) {
    add("(");
    compare(node.field, " >= ", node.values[0]);
    add(" and ");
    compare(node.field, " < ", node.values[0] + std::string{kLastCharacter});
    add(")");
  }

  const domain::Collection& collection_;
  Dialect dialect_;
  RecordSelect& out_;
};

void add_where(Compiler& compiler, RecordSelect& out, const domain::TenantId& tenant,
               const RecordQuery& query) {
  compiler.add(" where tenant_id = ?");
  out.cells.emplace_back(tenant);
  if (!query.where) return;
  compiler.add(" and (");
  compiler.condition(*query.where);
  compiler.add(")");
}

/// Records after the place: by the sort field, among equal ones by id.
void add_place(Compiler& compiler, RecordSelect& out, const RecordQuery& query) {
  const std::string_view sign = query.descending ? " < " : " > ";
  compiler.add(" and (");
  if (!query.sort.empty()) {
    compiler.compare(query.sort, sign, query.after->value);
    compiler.add(" or (");
    compiler.compare(query.sort, " = ", query.after->value);
    compiler.add(" and ");
  }
  compiler.add("id" + std::string{sign} + "?");
  out.cells.emplace_back(query.after->id);
  compiler.add(query.sort.empty() ? ")" : "))");
}

}  // namespace

RecordSelect select_page(const RecordTable& table, Dialect dialect, const domain::TenantId& tenant,
                         const RecordQuery& query) {
  RecordSelect out{.sql = table.select()};
  Compiler compiler{table.collection(), dialect, out};
  add_where(compiler, out, tenant, query);
  if (query.after) add_place(compiler, out, query);
  const std::string direction = query.descending ? " desc" : "";
  out.sql += " order by ";
  if (!query.sort.empty()) out.sql += ticked(query.sort) + direction + ", ";
  out.sql += "id" + direction + " limit " + std::to_string(query.limit + 1);
  return out;
}

RecordSelect select_count(const RecordTable& table, Dialect dialect, const domain::TenantId& tenant,
                          const RecordQuery& query, std::int64_t most) {
  RecordSelect out{.sql = "select count(*) from (select 1 as one from " + ticked(table.collection().table)};
  Compiler compiler{table.collection(), dialect, out};
  add_where(compiler, out, tenant, query);
  out.sql += " limit " + std::to_string(most) + ") matching";
  return out;
}

}  // namespace herald::storage
