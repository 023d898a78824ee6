#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

inline constexpr std::array<NamedSchema, 6> kWebhookSchemas{{
    {"WebhookId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"ElementId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"WebhookStatus", R"({"enum":["UNVERIFIED","PENDING","PROCESSED","FAILED","SKIPPED"]})"},
    {"Webhook", R"({"type":"object","required":["id","provider","status","received_at"],"properties":{
"id":{"$ref":"#/$defs/WebhookId"},"channel_id":{"type":["string","null"]},"provider":{"type":"string"},
"status":{"$ref":"#/$defs/WebhookStatus"},"reason":{"type":["string","null"]},"duplicates":{"type":"integer"},
"body_bytes":{"type":"integer"},"headers":{"type":"array"},"received_at":{"type":"string"},
"processed_at":{"type":["string","null"]},
"elements":{"description":"when one callback is shown","type":"array","items":{"type":"object",
"required":["id","position","status","event"],"properties":{"id":{"$ref":"#/$defs/ElementId"},
"position":{"type":"integer"},"dedupe_key":{"type":"string"},"status":{"type":"string"},
"reason":{"type":["string","null"]},"event":{"type":"object"},"updated_at":{"type":"string"}}}}}})"},
    {"WebhookList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Webhook"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
    {"WebhookReplayed", R"({"type":"object","required":["applied","unchanged","waiting","skipped","failed"],
"properties":{"applied":{"type":"integer"},"unchanged":{"type":"integer"},"waiting":{"type":"integer"},
"skipped":{"type":"integer"},"failed":{"type":"integer"}}})"},
}};

}  // namespace herald::api
