#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of table communication_channel; null means that a member is not set.
inline constexpr std::array<NamedSchema, 8> kChannelSchemas{{
    {"ChannelId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"ChannelDraft", R"({"type":"object","additionalProperties":false,
"required":["channel_type","channel_name","api_provider"],"properties":{
"channel_type":{"$ref":"#/$defs/ChannelType"},"channel_name":{"type":"string","minLength":1,"maxLength":128},
"api_provider":{"type":"string","minLength":1,"maxLength":64},
"api_url":{"description":"http or https","type":["string","null"],"maxLength":2048},
"webhook_url":{"description":"http or https","type":["string","null"],"maxLength":2048},
"account_id":{"type":["string","null"],"maxLength":128},"sender_id":{"type":["string","null"],"maxLength":128},
"priority":{"type":["integer","null"],"minimum":-1000,"maximum":1000},
"retry_count":{"type":["integer","null"],"minimum":0,"maximum":20},
"timeout_seconds":{"type":["integer","null"],"minimum":1,"maximum":120},
"is_active":{"type":["boolean","null"],"default":true},
"api_key":{"type":["string","null"],"maxLength":16384,"format":"password"},
"api_secret":{"type":["string","null"],"maxLength":16384,"format":"password"},
"auth_token":{"type":["string","null"],"maxLength":16384,"format":"password"},
"webhook_secret":{"type":["string","null"],"maxLength":16384,"format":"password"},
"config_json":{"description":"an object, or a string that holds one; the provider's schema applies",
"type":["object","string","null"]},
"register_webhook":{"description":"tell the provider where to call; the answer says under webhook what came of it",
"type":["boolean","null"],"default":false}}})"},
    {"ChannelPatch", R"({"description":"a merge patch: what is absent stays, null takes away",
"type":"object","additionalProperties":false,"properties":{
"channel_type":{"description":"cannot be changed","type":["string","null"],"maxLength":16},
"channel_name":{"type":["string","null"],"maxLength":128},
"api_provider":{"description":"cannot be changed","type":["string","null"],"maxLength":64},
"api_url":{"description":"http or https","type":["string","null"],"maxLength":2048},
"webhook_url":{"description":"http or https","type":["string","null"],"maxLength":2048},
"account_id":{"type":["string","null"],"maxLength":128},"sender_id":{"type":["string","null"],"maxLength":128},
"priority":{"type":["integer","null"],"minimum":-1000,"maximum":1000},
"retry_count":{"type":["integer","null"],"minimum":0,"maximum":20},
"timeout_seconds":{"type":["integer","null"],"minimum":1,"maximum":120},
"is_active":{"type":["boolean","null"],"default":true},
"api_key":{"type":["string","null"],"maxLength":16384,"format":"password"},
"api_secret":{"type":["string","null"],"maxLength":16384,"format":"password"},
"auth_token":{"type":["string","null"],"maxLength":16384,"format":"password"},
"webhook_secret":{"type":["string","null"],"maxLength":16384,"format":"password"},
"config_json":{"description":"merged member by member; the provider's schema applies to the result",
"type":["object","string","null"]}}})"},
    {"ChannelReport",
     R"({"type":"object","required":["ok","checked","problems","verdict","error","http_status"],
"properties":{"ok":{"type":"boolean"},"checked":{"enum":["configuration","account"]},
"problems":{"type":"array","items":{"type":"object","required":["pointer","text"],"properties":{
"pointer":{"type":"string"},"text":{"type":"string"}}}},"verdict":{"type":["string","null"]},
"error":{"$ref":"#/$defs/Failure"},"http_status":{"type":["integer","null"]}}})"},
    {"ChannelWebhook",
     R"({"type":"object","required":["ok","callback_url","registered_at","verdict","error","http_status"],
"properties":{"ok":{"description":"the provider has done it","type":"boolean"},
"callback_url":{"description":"where it calls, or is to call","type":["string","null"]},
"registered_at":{"type":["string","null"]},"verdict":{"type":["string","null"]},
"error":{"$ref":"#/$defs/Failure"},"http_status":{"type":["integer","null"]}}})"},
    {"SecretState", R"({"type":"object","required":["set"],"properties":{"set":{"type":"boolean"}}})"},
    {"Channel",
     R"({"type":"object","required":["id","channel_type","channel_name","api_provider","is_active"],
"properties":{"id":{"$ref":"#/$defs/ChannelId"},"channel_type":{"$ref":"#/$defs/ChannelType"},
"channel_name":{"type":"string"},"api_provider":{"type":"string"},"api_url":{"type":["string","null"]},
"webhook_url":{"type":["string","null"]},"account_id":{"type":["string","null"]},
"sender_id":{"type":["string","null"]},"api_key":{"$ref":"#/$defs/SecretState"},
"api_secret":{"$ref":"#/$defs/SecretState"},"auth_token":{"$ref":"#/$defs/SecretState"},
"webhook_secret":{"$ref":"#/$defs/SecretState"},"config_json":{"type":"object"},"priority":{"type":"integer"},
"retry_count":{"type":"integer"},"timeout_seconds":{"type":"integer"},"is_active":{"type":"boolean"},
"revision":{"type":"integer"},"created_at":{"type":"string"},"updated_at":{"type":"string"},
"webhook_registered_at":{"description":"when its provider was told where to call; null: not through the API",
"type":["string","null"]},"webhook":{"$ref":"#/$defs/ChannelWebhook"},
"health":{"description":"when one channel is shown: whether its deliveries are held","type":"object",
"required":["state"],"properties":{"state":{"enum":["closed","open","half_open"]},
"since":{"type":["string","null"]},"retry_at":{"type":["string","null"]},"reason":{"type":["string","null"]}}}}})"},
    {"ChannelList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Channel"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
}};

}  // namespace herald::api
