#include "plugins/providers/telegram/request.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::uint32_t kBoundaryBytes = 16;
constexpr int kTransferMs = 300'000;  ///< of a file; the channel's own limit is the host's to keep

json redacted_of(const Account& account) {
  json redact = json::array();
  for (const std::string& secret : secrets_of(account)) redact.push_back(secret);
  return redact;
}

json posted(const Account& account, std::string_view method, const std::string& content_type, json body) {
  return {{"method", "POST"},
          {"url", method_url(account, method)},
          {"headers", json::array({json::array({"Content-Type", content_type})})},
          {"body", std::move(body)},
          {"commits", false},
          {"redact", redacted_of(account)}};
}

/// A form bears structures, numbers and flags as JSON.
std::vector<FormPart> parts_of(const ApiCall& call) {
  std::vector<FormPart> parts;
  const json parameters = object_of(call.parameters, "parameters");
  for (const auto& [name, value] : parameters.items())
    parts.push_back({.name = name, .value = value.is_string() ? value.get<std::string>() : dumped(value)});
  parts.insert(parts.end(), call.files.begin(), call.files.end());
  return parts;
}

}  // namespace

json method_call(const Account& account, std::string_view method, const json& parameters) {
  return posted(account, method, "application/json", json::array({{{"text", dumped(parameters)}}}));
}

json api_request(const Account& account, const ApiCall& call, const sdk::Crypto& crypto) {
  if (call.files.empty()) return method_call(account, call.method, object_of(call.parameters, "parameters"));
  const std::string boundary = "herald" + sdk::to_hex(crypto.nonce(kBoundaryBytes));
  json request = posted(account, call.method, form_body_type(boundary), form_body(parts_of(call), boundary));
  request["timeout_ms"] = kTransferMs;
  return request;
}

json file_request(const Account& account, std::string_view file_path) {
  return {{"method", "GET"}, {"url", file_url(account, file_path)}, {"commits", false},
          {"media", true},   {"timeout_ms", kTransferMs},           {"redact", redacted_of(account)}};
}

}  // namespace herald::telegram
