#include "plugins/features/templates/changes.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "plugins/features/templates/answer.hpp"
#include "plugins/features/templates/render.hpp"
#include "plugins/features/templates/tokenizer.hpp"

namespace herald::templates {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 17> kShown{"id",
                                             "template_name",
                                             "channel_type",
                                             "language",
                                             "version",
                                             "subject",
                                             "template_body",
                                             "template_html",
                                             "template_variables",
                                             "missing_variables",
                                             "message_class",
                                             "category",
                                             "is_active",
                                             "usage_count",
                                             "last_used_at",
                                             "created_at",
                                             "updated_at"};
/// What an earlier version keeps, besides its number.
constexpr std::array<const char*, 11> kContent{"template_name", "channel_type",       "language",
                                               "subject",       "template_body",      "template_html",
                                               "category",      "template_variables", "missing_variables",
                                               "message_class", "is_active"};

json defaults() {
  return {{"language", "en"},
          {"subject", ""},
          {"template_html", nullptr},
          {"template_variables", json::array()},
          {"missing_variables", "fail"},
          {"message_class", "transactional"},
          {"category", ""},
          {"is_active", true}};
}

void check_names(const json& record, std::vector<Complaint>& out) {
  const std::vector<std::string> declared = declared_of(record);
  for (std::size_t i = 0; i < declared.size(); ++i) {
    const std::string pointer = "/template_variables/" + std::to_string(i);
    if (!is_path(declared[i]))
      out.push_back({pointer, "expected names of letters, digits and _ joined by dots"});
    if (std::ranges::count(declared, declared[i]) > 1) out.push_back({pointer, "is named twice"});
  }
}

std::vector<Complaint> complaints_of(const json& record) {
  std::vector<Complaint> out;
  check_names(record, out);
  const Texts texts = texts_of(record);
  if (texts.subject.find_first_of("\r\n") != std::string::npos)
    out.push_back({"/subject", "expected one line"});
  const std::vector<Complaint> more = examine(texts, declared_of(record));
  out.insert(out.end(), more.begin(), more.end());
  if (variables_of(texts).size() > kMostVariables) out.push_back({"", "expected at most 100 variables"});
  return out;
}

/// Variables that nobody declared are declared by their use.
void declare(json& record) {
  if (!declared_of(record).empty()) return;
  record["template_variables"] = variables_of(texts_of(record));
}

json only(const json& record, const auto& names) {
  json out = json::object();
  for (const char* name : names)
    if (record.contains(name)) out[name] = record[name];
  return out;
}

std::string dump(const json& answer) { return answer.dump(-1, ' ', false, json::error_handler_t::replace); }

/// Under If-Match that revision, else the one that was read: a change in between is noticed.
json revision(const json& input, const json& record) {
  return input.at("if_match").is_null() ? record.at("rev") : input.at("if_match");
}

}  // namespace

json resource_of(const json& record) {
  json out = only(record, kShown);
  for (const char* name : {"subject", "category"})
    if (out.value(name, "").empty()) out[name] = nullptr;
  return out;
}

std::string create_template(const json& input) {
  json record = defaults();
  record.update(input.at("body"));
  if (const auto complaints = complaints_of(record); !complaints.empty()) return invalid(complaints);
  declare(record);
  json values = record;
  values["version"] = 1;
  values["live"] = 1;
  values["created_by"] = input.at("actor").get<std::string>().substr(0, 64);
  record.update({{"version", 1}, {"usage_count", 0}, {"last_used_at", nullptr}});
  const json fill{{"id", "t.id"}, {"created_at", "t.created_at"}, {"updated_at", "t.updated_at"}};
  return dump(
      {{"writes", {{{"kind", "insert"}, {"collection", "templates"}, {"ref", "t"}, {"values", values}}}},
       {"reply", {{"body", resource_of(record)}, {"made", "t"}, {"etag", "t"}, {"fill", fill}}}});
}

std::string change_template(const json& input, const json& record) {
  json next = record;
  const json& patch = input.at("body");
  next.update(patch);
  // Of texts that change, the variables are found anew unless the request names them.
  if (!patch.contains("template_variables")) next["template_variables"] = json::array();
  if (const auto complaints = complaints_of(next); !complaints.empty()) return invalid(complaints);
  declare(next);
  next["version"] = record.at("version").get<std::int64_t>() + 1;
  json values = only(next, kContent);
  values["version"] = next["version"];
  json kept = only(record, kContent);
  kept.update({{"version", record.at("version")}, {"parent_id", record.at("id")}});
  const json writes{{{"kind", "update"},
                     {"collection", "templates"},
                     {"ref", "t"},
                     {"id", record.at("id")},
                     {"rev", revision(input, record)},
                     {"values", values}},
                    {{"kind", "insert"}, {"collection", "templates"}, {"values", kept}}};
  return dump(
      {{"writes", writes},
       {"reply", {{"body", resource_of(next)}, {"etag", "t"}, {"fill", {{"updated_at", "t.updated_at"}}}}}});
}

std::string delete_template(const json& input, const json& record) {
  return dump({{"writes",
                {{{"kind", "update"},
                  {"collection", "templates"},
                  {"id", record.at("id")},
                  {"rev", revision(input, record)},
                  {"values", {{"live", nullptr}, {"deleted_at", input.at("now")}}}}}},
               {"reply", json::object()}});
}

}  // namespace herald::templates
