#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of tables app_user and api_key; null means that a member is not set.
inline constexpr std::array<NamedSchema, 9> kAccountSchemas{{
    {"UserId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"UserDraft", R"({"type":"object","additionalProperties":false,"required":["email"],"properties":{
"email":{"type":"string","format":"email","minLength":3,"maxLength":320},
"display_name":{"type":["string","null"],"maxLength":200},
"role":{"type":["string","null"],"minLength":1,"maxLength":32,"default":"agent"}}})"},
    {"UserChange", R"({"type":"object","additionalProperties":false,"required":["status"],"properties":{
"status":{"enum":["ACTIVE","SUSPENDED"]}}})"},
    {"User",
     R"({"type":"object","required":["id","tenant_id","email","role","status","created_at"],"properties":{
"id":{"$ref":"#/$defs/UserId"},"tenant_id":{"type":"string"},"email":{"type":"string"},
"display_name":{"type":["string","null"]},"role":{"type":"string"},"status":{"enum":["ACTIVE","SUSPENDED"]},
"created_at":{"type":"string"}}})"},
    {"UserList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/User"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
    {"ApiKeyId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"ApiKeyDraft", R"({"type":"object","additionalProperties":false,"required":["name"],"properties":{
"name":{"type":"string","minLength":1,"maxLength":128},
"mode":{"description":"a TEST key never reaches a provider","enum":["LIVE","TEST","live","test",null],
"default":"LIVE"},
"scopes":{"description":"permissions, prefixes with .*, or *; none that the maker lacks",
"type":["array","null"],"minItems":1,"maxItems":100,"items":{"type":"string","maxLength":64}},
"expires_at":{"oneOf":[{"$ref":"#/$defs/Time"},{"type":"null"}]}}})"},
    {"ApiKey",
     R"({"type":"object","required":["id","tenant_id","name","key_prefix","mode","scopes","created_at"],
"properties":{"id":{"$ref":"#/$defs/ApiKeyId"},"tenant_id":{"type":"string"},"name":{"type":"string"},
"key":{"description":"once, when it is made","type":"string"},"key_prefix":{"type":"string"},
"mode":{"enum":["LIVE","TEST"]},"scopes":{"type":"array","items":{"type":"string"}},
"expires_at":{"type":["string","null"]},"revoked_at":{"type":["string","null"]},
"created_at":{"type":"string"}}})"},
    {"ApiKeyList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/ApiKey"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
}};

}  // namespace herald::api
