#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of table communication_session; null means that a member is not set.
inline constexpr std::array<NamedSchema, 6> kSessionSchemas{{
    {"SessionStatus", R"({"enum":["INITIATED","SENT","DELIVERED","READ","FAILED","COMPLETED"]})"},
    {"SessionPatch", R"({"description":"a merge patch: what is absent stays, null takes away",
"type":"object","additionalProperties":false,"properties":{"is_starred":{"type":["boolean","null"]},
"is_archived":{"type":["boolean","null"]},
"agent_id":{"oneOf":[{"$ref":"#/$defs/CallerReference"},{"type":"null"}]},
"lead_id":{"oneOf":[{"$ref":"#/$defs/CallerReference"},{"type":"null"}]},
"subject":{"description":"one line","type":["string","null"],"maxLength":998,"pattern":"^[^\\r\\n]*$"},
"status":{"description":"closes it: the next message of the contact opens another one","enum":["COMPLETED"]}}})"},
    {"SessionReading", R"({"type":"object","additionalProperties":false,"properties":{
"up_to":{"description":"the newest message that was seen; without it, what unread_count shows is read",
"oneOf":[{"$ref":"#/$defs/MessageId"},{"type":"null"}]}}})"},
    {"Session",
     R"({"type":"object","required":["id","channel_type","status","direction","message_count","unread_count",
"revision","created_at"],"properties":{"id":{"$ref":"#/$defs/SessionId"},
"contact_id":{"description":"the caller's own","type":["string","null"]},
"lead_id":{"type":["string","null"]},"agent_id":{"type":["string","null"]},
"channel_type":{"description":"of the latest message, as are status and direction","type":"string"},
"status":{"$ref":"#/$defs/SessionStatus"},"direction":{"enum":["INBOUND","OUTBOUND","INTERNAL"]},
"subject":{"type":["string","null"]},"message_count":{"type":"integer"},
"unread_count":{"description":"inbound messages that nobody has read","type":"integer"},
"is_starred":{"type":"boolean"},"is_archived":{"type":"boolean"},"last_message_at":{"type":["string","null"]},
"last_inbound_at":{"type":["string","null"]},"assigned_at":{"type":["string","null"]},
"opened_at":{"type":["string","null"]},"closed_at":{"type":["string","null"]},"revision":{"type":"integer"},
"created_at":{"type":"string"},"updated_at":{"type":"string"},
"contact":{"description":"when one session is shown","type":"object","required":["id","addresses"],"properties":{
"id":{"type":"string"},"contact_id":{"type":["string","null"]},"display_name":{"type":["string","null"]},
"language":{"type":["string","null"]},"time_zone":{"type":["string","null"]},"addresses":{"type":"array",
"items":{"type":"object","required":["kind","address"],"properties":{"kind":{"type":"string"},
"address":{"type":"string"}}}}}},
"messages":{"description":"when one session is shown: a page of them, newest first","type":"array",
"items":{"$ref":"#/$defs/Message"}},
"next_cursor":{"description":"when one session is shown","type":["string","null"]},
"has_more":{"description":"when one session is shown","type":"boolean"}}})"},
    {"SessionList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Session"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
    {"YesOrNo", R"({"enum":["true","false"]})"},
}};

}  // namespace herald::api
