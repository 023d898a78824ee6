#include "tests/plugins/check/json_text.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

namespace courier {
namespace {

using Json = nlohmann::ordered_json;

Json parsed(std::string_view json) { return Json::parse(json, nullptr, false); }

const Json* at(const Json& from, const char* pointer) {
  const Json::json_pointer where{pointer};
  return !from.is_discarded() && from.contains(where) ? &from.at(where) : nullptr;
}

std::string text_in(const Json& from, const char* pointer) {
  const Json* found = at(from, pointer);
  return found != nullptr && found->is_string() ? found->get<std::string>() : "";
}

std::string state_of(const std::string& status) {
  if (status == "sent") return "SENT";
  if (status == "delivered") return "DELIVERED";
  return status == "failed" ? "FAILED" : "";
}

}  // namespace

bool is_object(std::string_view json) { return parsed(json).is_object(); }

std::string text_at(std::string_view json, const char* pointer) { return text_in(parsed(json), pointer); }

std::optional<std::int64_t> number_at(std::string_view json, const char* pointer) {
  const Json from = parsed(json);
  const Json* found = at(from, pointer);
  if (found == nullptr || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<std::string> header(std::string_view json, const char* pointer, std::string_view name) {
  const Json from = parsed(json);
  const Json* headers = at(from, pointer);
  if (headers == nullptr || !headers->is_array()) return std::nullopt;
  for (const Json& one : *headers)
    if (herald::sdk::same_name(text_in(one, "/0"), name)) return text_in(one, "/1");
  return std::nullopt;
}

std::string quoted(std::string_view text) {
  return Json(std::string{text}).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<std::string> receipts(std::string_view body) {
  const Json from = parsed(body);
  const Json* found = at(from, "/receipts");
  if (found == nullptr || !found->is_array()) return std::nullopt;
  Json events = Json::array();
  for (const Json& one : *found) {
    const std::string state = state_of(text_in(one, "/status")), id = text_in(one, "/id");
    if (state.empty() || id.empty()) continue;
    events.push_back({{"kind", "receipt"},
                      {"provider_id", id},
                      {"state", state},
                      {"detail", text_in(one, "/status")},
                      {"dedupe_key", id + ":" + text_in(one, "/status")}});
  }
  return events.dump();
}

}  // namespace courier
