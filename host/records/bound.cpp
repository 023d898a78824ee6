#include "host/records/bound.hpp"

#include <utility>

namespace herald::records {
namespace {

using domain::FieldType;
using domain::RecordField;

RecordField text(std::string name, std::size_t longest, std::optional<std::string> fallback = {}) {
  return {.name = std::move(name),
          .type = FieldType::Text,
          .longest = longest,
          .required = true,
          .fallback = std::move(fallback)};
}

RecordField nullable(std::string name, FieldType type, std::size_t longest = 0) {
  return {.name = std::move(name), .type = type, .longest = longest, .required = false, .fallback = {}};
}

RecordField number(std::string name, std::string fallback) {
  return {.name = std::move(name),
          .type = FieldType::Integer,
          .longest = 0,
          .required = true,
          .fallback = std::move(fallback)};
}

RecordField json_text(std::string name, std::string fallback) {
  return {.name = std::move(name),
          .type = FieldType::Json,
          .longest = std::size_t{64} * 1024,
          .required = true,
          .fallback = std::move(fallback)};
}

RecordField of_host(RecordField field) {
  field.of_host = true;
  return field;
}

constexpr std::size_t kBody = std::size_t{256} * 1024;  ///< characters; the columns have no bound

/// Columns that are not named keep their defaults: no plugin speaks of provider templates yet.
domain::Collection message_template() {
  return {.table = "message_template",
          .origin = domain::CollectionOrigin::Bound,
          .subject = "template",
          .fields = {nullable("parent_id", FieldType::Text, 36),
                     text("template_name", 128),
                     text("channel_type", 16),
                     text("language", 35, "en"),
                     number("version", "1"),
                     text("message_type", 12, "TEXT"),
                     text("message_class", 16, "transactional"),
                     text("category", 64, ""),
                     text("subject", 998, ""),
                     text("template_body", kBody, ""),
                     nullable("template_html", FieldType::Text, kBody),
                     json_text("template_variables", "[]"),
                     json_text("options", "{}"),
                     of_host(number("usage_count", "0")),
                     of_host(nullable("last_used_at", FieldType::Time)),
                     RecordField{.name = "is_active",
                                 .type = FieldType::Boolean,
                                 .longest = 0,
                                 .required = true,
                                 .fallback = "1"},
                     text("missing_variables", 8, "fail"),
                     text("created_by", 64, ""),
                     nullable("deleted_at", FieldType::Time),
                     nullable("live", FieldType::Integer)},
          .indexes = {{.fields = {"template_name", "channel_type", "language", "live"}, .unique = true},
                      {.fields = {"parent_id", "version"}, .unique = true},
                      {.fields = {"channel_type"}, .unique = false},
                      {.fields = {"live"}, .unique = false}},
          .largest_record = std::size_t{768} * 1024};
}

}  // namespace

std::optional<domain::Collection> bound_collection(std::string_view table) {
  if (table == "message_template") return message_template();
  return std::nullopt;
}

}  // namespace herald::records
