#include "plugins/features/templates/routes.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "plugins/features/templates/answer.hpp"
#include "plugins/features/templates/changes.hpp"
#include "plugins/features/templates/filter.hpp"

namespace herald::templates {
namespace {

using nlohmann::json;

constexpr const char* kCollection = "templates";

std::string dumped(const json& answer) { return answer.dump(-1, ' ', false, json::error_handler_t::replace); }

json equal(const char* field, const json& value) { return {{"eq", {field, value}}}; }

json page_of(const json& found) {
  json data = json::array();
  for (const json& record : found.at("records")) data.push_back(resource_of(record));
  return {{"data", data}, {"next_cursor", found.at("cursor")}, {"has_more", !found.at("cursor").is_null()}};
}

std::string list(const json& input, const sdk::Records& records) {
  const json& asked = input.at("query");
  json conditions{equal("live", 1)};
  for (const char* name : {"channel_type", "template_name", "language"})
    if (asked.contains(name)) conditions.push_back(equal(name, asked[name]));
  json query{{"collection", kCollection}, {"where", {{"and", conditions}}}};
  if (asked.contains("limit")) query["limit"] = std::stoi(asked["limit"].get<std::string>());
  if (asked.contains("cursor")) query["cursor"] = asked["cursor"];
  try {
    return dumped({{"reply", {{"body", page_of(json::parse(records.query(dumped(query))))}}}});
  } catch (const sdk::Failure& failure) {
    if (failure.status() != HERALD_INVALID || !asked.contains("cursor")) throw;
    return problem("invalid", "invalid_query", "the query string has problems",
                   {{"/query/cursor", "expected next_cursor of the page before"}});
  }
}

std::string versions(const json& record, const sdk::Records& records) {
  const json query{{"collection", kCollection},
                   {"where", equal("parent_id", record.at("id"))},
                   {"sort", "version"},
                   {"limit", 500}};
  return dumped({{"reply", {{"body", page_of(json::parse(records.query(dumped(query))))}}}});
}

std::string preview(const json& input, const json& record, const sdk::Records& records) {
  const json& wish = input.at("body");
  const json conditions{equal("template_name", record.at("template_name")),
                        equal("channel_type", record.at("channel_type")), equal("live", 1)};
  const json query{{"collection", kCollection}, {"where", {{"and", conditions}}}, {"limit", 100}};
  const json variants = json::parse(records.query(dumped(query))).at("records");
  std::vector<Complaint> complaints;
  const json values = wish.value("template_variables", json::object());
  const Filled filled =
      fill(variant_of(record, variants, wish.value("language", std::string{})), dumped(values), complaints);
  if (!complaints.empty()) return invalid(complaints);
  const auto or_null = [](const std::string& text) { return text.empty() ? json() : json(text); };
  return dumped({{"reply",
                  {{"body",
                    {{"template_id", filled.id},
                     {"template_version", filled.version},
                     {"language", filled.language},
                     {"subject", or_null(filled.texts.subject)},
                     {"message_body", filled.texts.body},
                     {"message_html", or_null(filled.texts.html)}}}}}});
}

}  // namespace

std::string answer_route(std::string_view route, std::string_view text, const sdk::Records& records) {
  const json input = json::parse(text);
  if (route == "createTemplate") return create_template(input);
  if (route == "listTemplates") return list(input, records);
  const json record =
      json::parse(records.get(kCollection, input.at("params").at("template_id").get<std::string>()));
  if (record.is_null() || record.at("live") != 1) return unknown_template();
  if (route == "showTemplate")
    return dumped({{"reply", {{"body", resource_of(record)}, {"etag", record.at("rev")}}}});
  if (route == "updateTemplate") return change_template(input, record);
  if (route == "deleteTemplate") return delete_template(input, record);
  if (route == "listTemplateVersions") return versions(record, records);
  if (route == "previewTemplate") return preview(input, record, records);
  throw sdk::Failure{"there is no route " + std::string{route}, HERALD_UNSUPPORTED};
}

}  // namespace herald::templates
