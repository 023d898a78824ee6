#include "plugins/features/templates/filter.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plugins/features/templates/answer.hpp"
#include "plugins/features/templates/choice.hpp"

namespace herald::templates {
namespace {

using nlohmann::json;

constexpr const char* kAt = "/template_variables";

std::string member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Why a message cannot be made of the template.
std::vector<Complaint> complaints_about(const json& record, const json& message) {
  if (!record.at("is_active").get<bool>()) return {{"/template_id", "the template is not active"}};
  const std::string type = member(record, "channel_type");
  if (type != member(message, "channel_type"))
    return {{"/template_id",
             "the template is for " + type + ", the channel is " + member(message, "channel_type")}};
  return {};
}

json texts_json(const Filled& filled) {
  json out{{"message_body", filled.texts.body},
           {"template_id", filled.id},
           {"template_version", filled.version},
           {"message_class", filled.message_class}};
  if (!filled.texts.subject.empty()) out["subject"] = filled.texts.subject;
  if (!filled.texts.html.empty()) out["message_html"] = filled.texts.html;
  return out;
}

}  // namespace

Filled fill(const json& record, std::string_view values, std::vector<Complaint>& complaints) {
  const Texts texts = texts_of(record);
  std::vector<std::string> known = declared_of(record);
  for (std::string& name : variables_of(texts))
    if (std::ranges::find(known, name) == known.end()) known.push_back(std::move(name));
  const Values given = read_values(values, known, kAt, complaints);
  const Missing missing = member(record, "missing_variables") == "empty" ? Missing::Empty : Missing::Fail;
  return {.id = member(record, "id"),
          .version = record.at("version").get<std::int64_t>(),
          .language = member(record, "language"),
          .message_class = member(record, "message_class"),
          .texts = render(texts, given, missing, kAt, complaints)};
}

const json& variant_of(const json& record, const json& variants, const std::string& language) {
  if (language.empty() || !variants.is_array()) return record;
  std::vector<std::string> languages;
  for (const json& one : variants)
    languages.push_back(one.at("is_active").get<bool>() ? member(one, "language") : "");
  const auto chosen = choose(languages, language);
  return chosen ? variants.at(*chosen) : record;
}

std::string render_message(std::string_view input) {
  const json in = json::parse(input);
  const json& message = in.at("message");
  const json& record = in.at("template");
  if (!record.is_object() || record.at("live") != 1)
    return problem("not_found", "unknown_template", "there is no such template",
                   {{"/template_id", "there is no such template"}});
  std::vector<Complaint> complaints = complaints_about(record, message);
  if (!complaints.empty()) return invalid(complaints);
  const json& variant = variant_of(record, in.at("variants"), member(message, "template_language"));
  const auto values = message.find("template_variables");
  const Filled filled = fill(variant, values == message.end() ? "{}" : values->dump(), complaints);
  if (!complaints.empty()) return invalid(complaints);
  return json{{"message", texts_json(filled)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace herald::templates
