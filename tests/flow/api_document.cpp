#include "tests/flow/api_document.hpp"

#include <algorithm>
#include <set>

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kSchemas = "#/components/schemas/";
/// Ids of somebody else than Herald: the provider's account, sender and chat.
const std::set<std::string> kForeignNames{"account_id", "sender_id", "telegram_id"};
/// The caller's own references, which name no row: each tenant may use the same ones.
const std::set<std::string> kCallersOwn{"CallerReference", "ContactId"};

/// The names of all schemas that this one refers to directly, through oneOf and items too.
void collect_names(const json& schema, std::vector<std::string>& out) {
  if (schema.contains("$ref")) out.push_back(schema["$ref"].get<std::string>().substr(kSchemas.size()));
  for (const json& form : schema.value("oneOf", json::array())) collect_names(form, out);
  if (schema.contains("items")) collect_names(schema["items"], out);
}

bool sounds_like_an_id(const std::string& name) {
  return name == "id" || name.ends_with("_id") || name.ends_with("_ids");
}

/// Walks one operation and notes what it finds.
class Reading {
 public:
  Reading(const json& document, ApiOperation& out, std::vector<std::string>& gaps)
      : schemas_{document.at("components").at("schemas")}, out_{out}, gaps_{gaps} {}

  void parameter(const json& parameter) {
    const std::string in = parameter.at("in");
    const std::string name = parameter.at("name");
    const bool id = place({in, name, ""}, name, parameter.at("schema"));
    if (in != "path" || id) return;
    std::vector<std::string> names;
    collect_names(parameter.at("schema"), names);
    out_.plain[name] = names.empty() ? "" : names.front();
  }

  void members(const std::string& schema, const std::string& pointer) {
    if (!open_.insert(schema).second) return;
    const json properties = schemas_.at(schema).value("properties", json::object());
    for (const auto& [name, member] : properties.items()) {
      if (place({"body", pointer + "/" + name, ""}, name, member)) continue;
      std::vector<std::string> names;
      collect_names(member, names);
      const bool list = member.contains("items");
      for (const std::string& inner : names) members(inner, pointer + "/" + name + (list ? "/0" : ""));
    }
    open_.erase(schema);
  }

 private:
  /// True when the place takes an id.
  bool place(IdPosition position, const std::string& name, const json& schema) {
    std::vector<std::string> names;
    collect_names(schema, names);
    const auto kind = std::ranges::find_if(
        names, [](const std::string& one) { return one.ends_with("Id") && !kCallersOwn.contains(one); });
    if (kind != names.end()) {
      position.kind = *kind;
      out_.ids.push_back(std::move(position));
      return true;
    }
    const bool callers =
        std::ranges::any_of(names, [](const std::string& one) { return kCallersOwn.contains(one); });
    if (sounds_like_an_id(name) && !callers && !kForeignNames.contains(name))
      gaps_.push_back(out_.id + ": " + position.in + " " + position.name +
                      " sounds like an id: let its schema refer to one of its own (ChannelId), to "
                      "CallerReference, or list it in tests/flow/api_document.cpp");
    return false;
  }

  const json& schemas_;
  ApiOperation& out_;
  std::vector<std::string>& gaps_;
  std::set<std::string> open_;
};

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::string permission_of(const json& operation) {
  const json& security = operation.at("security");
  return security.empty() ? "" : security.at(0).begin().value().at(0).get<std::string>();
}

}  // namespace

ApiDocument read_api_document(const json& document) {
  ApiDocument out;
  for (const auto& [path, methods] : document.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) {
      ApiOperation one{.id = operation.at("operationId"),
                       .method = upper(method),
                       .path = path,
                       .permission = permission_of(operation)};
      Reading reading{document, one, out.gaps};
      for (const json& parameter : operation.at("parameters")) reading.parameter(parameter);
      if (operation.contains("requestBody") && operation["requestBody"]["content"].contains("*/*")) {
        one.upload = true;
      } else if (operation.contains("requestBody")) {
        const json& schema = operation["requestBody"]["content"]["application/json"]["schema"];
        one.body = schema.at("$ref").get<std::string>().substr(kSchemas.size());
        reading.members(one.body, "");
      }
      out.operations.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace herald::test
