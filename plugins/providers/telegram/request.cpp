#include "plugins/providers/telegram/request.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::telegram {
using namespace provider;

using nlohmann::json;

json method_call(const Account& account, std::string_view method, const json& parameters) {
  json redact = json::array();
  for (const std::string& secret : secrets_of(account)) redact.push_back(secret);
  return {{"method", "POST"},
          {"url", method_url(account, method)},
          {"headers", json::array({json::array({"Content-Type", "application/json"})})},
          {"body", json::array({{{"text", dumped(parameters)}}})},
          {"commits", false},
          {"redact", std::move(redact)}};
}

}  // namespace herald::telegram
