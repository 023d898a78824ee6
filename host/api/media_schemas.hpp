#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of table communication_attachment.
inline constexpr std::array<NamedSchema, 4> kMediaSchemas{{
    {"MediaId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"MediaLink", R"({"description":"made by Herald for providers","type":"string","maxLength":512})"},
    {"Media", R"({"type":"object","required":["id","media_type","status","created_at"],"properties":{
"id":{"$ref":"#/$defs/MediaId"},"message_id":{"description":"of the message it belongs to","type":["string","null"]},
"media_type":{"enum":["IMAGE","VIDEO","AUDIO","FILE","LOCATION"]},"name":{"type":["string","null"]},
"content_type":{"type":["string","null"]},"size":{"type":"integer"},"sha256":{"type":["string","null"]},
"url":{"description":"where others have it","type":["string","null"]},
"status":{"description":"PENDING: still to be fetched from the provider","enum":["PENDING","STORED","FAILED"]},
"reason":{"description":"of FAILED","type":["string","null"]},
"content_url":{"description":"of the bytes","type":["string","null"]},"created_at":{"type":"string"},
"expires_at":{"description":"when an upload is removed; its messages keep the bytes","type":["string","null"]}}})"},
    {"MediaList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Media"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
}};

}  // namespace herald::api
