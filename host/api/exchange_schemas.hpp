#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

inline constexpr std::array<NamedSchema, 4> kExchangeSchemas{{
    {"ExchangeSide", R"({"description":"secrets hidden, long texts cut","type":"object",
"required":["headers","body"],"properties":{"headers":{"type":"string"},"body":{"type":"string"}}})"},
    {"ExchangeSummary", R"({"description":"the last request of an attempt, null once it left the log",
"type":["object","null"],"properties":{"requests":{"type":"integer"},"started_at":{"type":"string"},
"duration_ms":{"type":"integer"},"method":{"type":"string"},"url":{"type":"string"},
"status":{"type":["integer","null"]},"failure":{"type":["string","null"]},
"verdict":{"type":["string","null"]}}})"},
    {"Exchange", R"({"type":"object","required":["operation","started_at","duration_ms","method","url"],
"properties":{"operation":{"type":"string"},"message_id":{"type":["string","null"]},
"attempt_id":{"type":["string","null"]},"started_at":{"type":"string"},"duration_ms":{"type":"integer"},
"method":{"type":"string"},"url":{"type":"string"},"status":{"type":["integer","null"]},
"failure":{"type":["string","null"]},"verdict":{"type":["string","null"]},
"request":{"$ref":"#/$defs/ExchangeSide"},"response":{"$ref":"#/$defs/ExchangeSide"}}})"},
    {"ExchangeList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Exchange"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
}};

}  // namespace herald::api
