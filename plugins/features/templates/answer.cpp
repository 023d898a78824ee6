#include "plugins/features/templates/answer.hpp"

#include <nlohmann/json.hpp>

#include "plugins/features/templates/render.hpp"

namespace herald::templates {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

}  // namespace

std::string problem(const std::string& kind, const std::string& reason, const std::string& detail,
                    const std::vector<Complaint>& complaints) {
  json errors = json::array();
  for (const Complaint& one : complaints) errors.push_back({{"pointer", one.pointer}, {"text", one.text}});
  const json out{{"problem", {{"kind", kind}, {"reason", reason}, {"detail", detail}, {"errors", errors}}}};
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string unknown_template() {
  return problem("not_found", "unknown_template", "there is no such template", {});
}

std::string invalid(const std::vector<Complaint>& complaints) {
  return problem("invalid", "invalid_body",
                 complaints.size() == 1 ? "the body has a problem"
                                        : "the body has " + std::to_string(complaints.size()) + " problems",
                 complaints);
}

Texts texts_of(const json& record) {
  return {.subject = text_of(record, "subject"),
          .body = text_of(record, "template_body"),
          .html = text_of(record, "template_html")};
}

std::vector<std::string> declared_of(const json& record) {
  std::vector<std::string> out;
  const auto list = record.find("template_variables");
  if (list == record.end() || !list->is_array()) return out;
  for (const json& one : *list)
    out.push_back(one.is_string() ? one.get<std::string>() : text_of(one, "name"));
  return out;
}

}  // namespace herald::templates
