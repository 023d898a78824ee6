#pragma once
#include <string>
#include <vector>

namespace herald::api {

/// A body that breaks one keyword of a schema, and nothing else. [value]
struct Offence {
  std::string keyword;
  std::string schema;
  std::string path;
  std::string body;
  std::string pointer;
};

/// One for each keyword that the schemas of requests use.
inline std::vector<Offence> offences() {
  const std::string messages = "/api/v1/communication/messages";
  const auto message = [&](const std::string& keyword, const std::string& more, const std::string& pointer) {
    return Offence{keyword, "SendMessage", messages,
                   R"({"to_address":"+447700900123","message_body":"hi","channel_type":"SMS")" + more + "}",
                   pointer};
  };
  const auto channel = [](const std::string& keyword, const std::string& more, const std::string& pointer) {
    return Offence{keyword, "ChannelDraft", "/api/v1/communication/channels",
                   R"({"api_provider":"acme")" + more + "}", pointer};
  };
  const std::string named = R"(,"channel_name":"n","channel_type":"SMS")";
  std::string many = "{\"url\":\"https://x.example\"}";
  for (int i = 0; i < 100; ++i) many += ",{\"url\":\"https://x.example\"}";
  return {message("type", R"(,"message_html":7)", "/message_html"),
          channel("required", R"(,"channel_type":"SMS")", "/channel_name"),
          message("additionalProperties", R"(,"colour":"red")", "/colour"),
          message("properties", R"(,"subject":[])", "/subject"),
          message("items", R"(,"attachments":[{"url":"https://x.example"},7])", "/attachments/1"),
          message("enum", R"(,"message_class":"bulk")", "/message_class"),
          channel("pattern", R"(,"channel_name":"n","channel_type":"sms")", "/channel_type"),
          channel("minimum", named + R"(,"retry_count":-1)", "/retry_count"),
          channel("maximum", named + R"(,"retry_count":21)", "/retry_count"),
          channel("minLength", R"(,"channel_name":"","channel_type":"SMS")", "/channel_name"),
          message("maxLength", R"(,"reference":")" + std::string(129, 'x') + "\"", "/reference"),
          {"minItems", "ApiKeyDraft", "/api/v1/api-keys", R"({"name":"k","scopes":[]})", "/scopes"},
          message("maxItems", ",\"attachments\":[" + many + "]", "/attachments"),
          message("oneOf", R"(,"schedule_for":7)", "/schedule_for"),
          message("$ref", R"(,"contact_id":")" + std::string(65, 'x') + "\"", "/contact_id")};
}

}  // namespace herald::api
