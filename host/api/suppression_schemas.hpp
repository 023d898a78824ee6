#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of table suppression; null means that a member is not set.
inline constexpr std::array<NamedSchema, 6> kSuppressionSchemas{{
    {"SuppressionId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"AddressKind", R"({"enum":["phone","email","telegram","whatsapp"]})"},
    {"SuppressionReason", R"({"enum":["manual","opt_out","complaint","hard_bounce","blocked"]})"},
    {"SuppressionDraft",
     R"({"type":"object","additionalProperties":false,"required":["kind","address"],"properties":{
"kind":{"$ref":"#/$defs/AddressKind"},"address":{"type":"string","minLength":1,"maxLength":320},
"channel_type":{"description":"null: every one","oneOf":[{"$ref":"#/$defs/ChannelType"},{"type":"null"}]},
"reason":{"description":"opt_out is lifted when the person opts in","default":"manual",
"oneOf":[{"$ref":"#/$defs/SuppressionReason"},{"type":"null"}]},
"note":{"description":"kept as evidence","type":["string","null"],"maxLength":500}}})"},
    {"Suppression", R"({"type":"object","required":["id","kind","address","channel_type","reason","active",
"evidence","source","created_at","lifted_at"],"properties":{"id":{"$ref":"#/$defs/SuppressionId"},
"kind":{"$ref":"#/$defs/AddressKind"},"address":{"type":"string"},
"channel_type":{"description":"null: every one","type":["string","null"]},"reason":{"type":"string"},
"active":{"type":"boolean"},"evidence":{"description":"such as the person's words, or message and attempt",
"type":"object"},"source":{"type":["string","null"]},"created_at":{"type":"string"},
"lifted_at":{"type":["string","null"]}}})"},
    {"SuppressionList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Suppression"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
}};

}  // namespace herald::api
