#include "host/features/reads.hpp"

#include "host/base/ids.hpp"
#include "host/records/codec.hpp"
#include "host/records/query.hpp"

namespace herald::features {
namespace {

constexpr std::int64_t kMostCounted = 10'000;

Error no_collection(std::string_view name) {
  return {.code = Errc::Invalid,
          .reason = "unknown_collection",
          .detail = "expected a collection that the descriptor declares, found \"" + std::string{name} + '"'};
}

/// A query with the collection that it names.
struct Asked {
  std::shared_ptr<const domain::Collection> collection{};
  domain::RecordQuery query{};
};

Result<Asked> read_asked(std::string_view text, const records::Collections& collections) {
  const auto document = json::parse(text);
  if (!document) return document.error();
  const auto member = document->member("collection");
  const std::string name = member ? member->text().value_or("") : "";
  Asked out{.collection = records::find(collections, name)};
  if (!out.collection) return no_collection(name);
  auto query = records::read_query(*document, *out.collection);
  if (!query) return std::move(query).error();
  out.query = *std::move(query);
  return out;
}

}  // namespace

Result<std::string> TenantReads::get(std::string_view collection, std::string_view id) {
  const auto found = records::find(sheet_->collections, std::string{collection});
  if (!found) return no_collection(collection);
  if (!is_uuid(id)) return std::string{"null"};
  const auto record = reader_.get(tenant_, *found, std::string{id});
  if (!record) return record.error();
  if (!*record) return std::string{"null"};
  json::Writer out;
  records::write_record(out, *found, **record);
  return out.take();
}

Result<std::string> TenantReads::query(std::string_view query) {
  const auto asked = read_asked(query, sheet_->collections);
  if (!asked) return asked.error();
  const auto page = reader_.query(tenant_, *asked->collection, asked->query);
  if (!page) return page.error();
  json::Writer out;
  out.begin_object().begin_array("records");
  for (const domain::Record& record : page->records) records::write_record(out, *asked->collection, record);
  out.end_array();
  out.text_or_null("cursor", page->next ? records::to_cursor(*page->next) : std::string{});
  return out.end_object().take();
}

Result<std::string> TenantReads::count(std::string_view query) {
  const auto asked = read_asked(query, sheet_->collections);
  if (!asked) return asked.error();
  const auto counted = reader_.count(tenant_, *asked->collection, asked->query, kMostCounted);
  if (!counted) return counted.error();
  return std::to_string(*counted);
}

}  // namespace herald::features
