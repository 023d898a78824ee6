#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

inline constexpr std::array<NamedSchema, 7> kSharedSchemas{{
    {"Problem", R"({"description":"Problem details, RFC 9457","type":"object",
"required":["type","title","status","code","request_id","retryable"],"properties":{
"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
"code":{"type":"string","description":"stable machine code"},"detail":{"type":"string"},
"errors":{"type":"array","items":{"type":"object","required":["pointer","detail"],"properties":{
"pointer":{"type":"string","description":"JSON pointer into the body; /query/<name> for a parameter"},
"detail":{"type":"string"}}}},
"request_id":{"type":"string"},"retryable":{"type":"boolean"}}})"},
    {"Time", R"({"type":"string","format":"date-time","maxLength":64})"},
    {"ChannelType", R"({"type":"string","pattern":"^[A-Z0-9_]{1,16}$","examples":["SMS","EMAIL"]})"},
    {"CallerReference", R"({"description":"An id of the caller's own, kept beside the message",
"type":"string","maxLength":64})"},
    {"Provider", R"({"description":"The provider a plugin speaks for","type":"string","maxLength":64})"},
    {"Cursor", R"({"description":"next_cursor of the page before","type":"string","maxLength":4096})"},
    {"Probe", R"({"type":"object","required":["status"],"properties":{
"status":{"enum":["ok","unavailable"]},"findings":{"type":"array","items":{"type":"object",
"required":["name","ok","reason"],"properties":{"name":{"type":"string"},"ok":{"type":"boolean"},
"reason":{"type":["string","null"]}}}}}})"},
}};

}  // namespace herald::api
