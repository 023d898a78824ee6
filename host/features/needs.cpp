#include "host/features/needs.hpp"

#include <utility>

#include "host/base/ids.hpp"
#include "host/json/writer.hpp"
#include "host/records/codec.hpp"
#include "host/records/query.hpp"

namespace herald::features {
namespace {

/// `/name/member`: the member of something known.
std::optional<json::Document> at(const Known& known, const std::string& pointer) {
  const auto slash = pointer.find('/', 1);
  if (slash == std::string::npos) return std::nullopt;
  const auto found = known.find(pointer.substr(1, slash - 1));
  return found == known.end() ? std::nullopt : found->second.member(pointer.substr(slash + 1));
}

Result<json::Document> one(const Need& need, const domain::TenantId& tenant, const Known& known,
                           domain::RecordReader& reader) {
  const auto value = at(known, need.id);
  const std::string id = value ? value->text().value_or("") : "";
  if (!is_uuid(id)) return json::Document{};
  const auto record = reader.get(tenant, *need.collection, id);
  if (!record) return record.error();
  if (!*record) return json::Document{};
  json::Writer out;
  records::write_record(out, *need.collection, **record);
  return json::parse(out.take());
}

/// The condition that all fields equal what is wanted; nothing where a pointer leads nowhere.
std::optional<std::string> condition(const Need& need, const Known& known) {
  json::Writer out;
  out.begin_object().begin_object("where").begin_array("and");
  for (const auto& [field, wanted] : need.where) {
    const bool pointer = wanted.starts_with('/');
    const auto value = pointer ? at(known, wanted) : std::nullopt;
    if (pointer && (!value || value->kind() == json::Kind::Null)) return std::nullopt;
    out.begin_object().begin_array("eq").text(field).raw(pointer ? value->compact() : wanted);
    out.end_array().end_object();
  }
  out.end_array().end_object().number("limit", need.limit);
  return out.end_object().take();
}

Result<json::Document> several(const Need& need, const domain::TenantId& tenant, const Known& known,
                               domain::RecordReader& reader) {
  const auto text = condition(need, known);
  if (!text) return json::Document{};
  const auto document = json::parse(*text);
  if (!document) return document.error();
  const auto query = records::read_query(*document, *need.collection);
  if (!query) {
    Error error = query.error();
    error.code = Errc::Internal;
    return error;
  }
  const auto page = reader.query(tenant, *need.collection, *query);
  if (!page) return page.error();
  json::Writer out;
  out.begin_array();
  for (const domain::Record& record : page->records) records::write_record(out, *need.collection, record);
  return json::parse(out.end_array().take(), {.bytes = std::size_t{64} << 20U});
}

}  // namespace

Result<std::string> fetch_needs(const SheetFilter& filter, const domain::TenantId& tenant, Known known,
                                domain::RecordReader& reader) {
  for (const Need& need : filter.needs) {
    auto fetched = need.id.empty() ? several(need, tenant, known, reader) : one(need, tenant, known, reader);
    if (!fetched) return std::move(fetched).error();
    known.insert_or_assign(need.as, *std::move(fetched));
  }
  json::Writer out;
  out.begin_object();
  for (const auto& [name, value] : known) out.raw(name, value.compact());
  return out.end_object().take();
}

}  // namespace herald::features
