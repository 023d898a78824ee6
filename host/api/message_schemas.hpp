#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of table communication_message; null means that a member is not set.
inline constexpr std::array<NamedSchema, 14> kMessageSchemas{{
    {"TemplateId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"MessageId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"MessageStatus", R"({"enum":["SCHEDULED","HELD","QUEUED","SENDING","UNKNOWN","SENT","DELIVERED","READ",
"FAILED","BOUNCED","CANCELLED","EXPIRED","REJECTED"]})"},
    {"Attachment",
     R"({"description":"either url or media_id","type":"object","additionalProperties":false,"properties":{
"url":{"type":["string","null"],"minLength":1,"maxLength":2048,"pattern":"^https?://"},
"media_id":{"description":"of POST /communication/media, or of a message's attachment",
"oneOf":[{"$ref":"#/$defs/MediaId"},{"type":"null"}]},
"sha256":{"description":"shown; not looked at when sent","type":["string","null"],"maxLength":64},
"content_type":{"type":["string","null"],"maxLength":128},"name":{"type":["string","null"],"maxLength":255},
"size":{"type":["integer","null"],"minimum":0,"maximum":1099511627776}}})"},
    {"SendMessage", R"({"type":"object","additionalProperties":false,"required":["to_address"],"properties":{
"channel_type":{"type":["string","null"],"maxLength":16},
"channel_id":{"oneOf":[{"$ref":"#/$defs/ChannelId"},{"type":"null"}]},
"to_address":{"type":"string","minLength":1,"maxLength":320},
"message_type":{"enum":["TEXT","IMAGE","VIDEO","AUDIO","FILE","LOCATION","TEMPLATE",null],"default":"TEXT"},
"message_body":{"type":["string","null"]},"message_html":{"type":["string","null"]},
"subject":{"description":"one line","type":["string","null"],"maxLength":998},
"attachments":{"type":["array","null"],"maxItems":100,"items":{"$ref":"#/$defs/Attachment"}},
"options":{"description":"of the provider","type":["object","null"]},"metadata":{"type":["object","null"]},
"message_class":{"enum":["otp","transactional","marketing",null],"default":"transactional"},
"reference":{"description":"unique per tenant","type":["string","null"],"maxLength":128},
"contact_id":{"oneOf":[{"$ref":"#/$defs/CallerReference"},{"type":"null"}]},
"lead_id":{"oneOf":[{"$ref":"#/$defs/CallerReference"},{"type":"null"}]},
"template_id":{"oneOf":[{"$ref":"#/$defs/TemplateId"},{"type":"null"}]},
"template_language":{"description":"of the variant, such as pt-BR","type":["string","null"],"maxLength":35},
"template_variables":{"type":["object","null"]},
"priority":{"enum":[0,1,"normal","high",null],"default":0},
"schedule_for":{"oneOf":[{"$ref":"#/$defs/Time"},{"type":"null"}]},
"expires_at":{"oneOf":[{"$ref":"#/$defs/Time"},{"type":"null"}]}}})"},
    {"SessionId", R"({"type":"string","format":"uuid","maxLength":36})"},
    {"ResendMessage", R"({"type":"object","additionalProperties":false,"properties":{
"channel_id":{"description":"another channel of the same type",
"oneOf":[{"$ref":"#/$defs/ChannelId"},{"type":"null"}]}}})"},
    {"Failure", R"({"type":["object","null"],"properties":{"class":{"type":["string","null"]},
"code":{"type":["string","null"]},"text":{"type":["string","null"]}}})"},
    {"Cost",
     R"({"description":"told by providers; of a message what its attempts cost together, in the currency told last",
"type":["object","null"],"properties":{"micros":{"description":"millionths of the currency's unit","type":"integer"},
"currency":{"description":"ISO 4217","type":"string"}}})"},
    {"Message",
     R"({"type":"object","required":["id","channel_id","status","to_address","created_at","version"],
"properties":{"id":{"$ref":"#/$defs/MessageId"},"channel_id":{"type":["string","null"]},
"direction":{"enum":["INBOUND","OUTBOUND"]},"session_id":{"type":["string","null"]},"resend_of":{"type":["string","null"]},
"channel_type":{"type":"string"},"message_type":{"type":"string"},"message_class":{"type":"string"},
"to_address":{"type":"string"},"from_address":{"type":["string","null"]},"subject":{"type":["string","null"]},
"message_body":{"type":"string"},"message_html":{"type":["string","null"]},"attachments":{"type":"array"},
"options":{"type":"object"},"metadata":{"type":"object"},"reference":{"type":["string","null"]},
"contact_id":{"type":["string","null"]},"lead_id":{"type":["string","null"]},"template_id":{"type":["string","null"]},
"template_version":{"type":["integer","null"]},"priority":{"type":"integer"},
"schedule_for":{"type":["string","null"]},"expires_at":{"type":["string","null"]},
"status":{"$ref":"#/$defs/MessageStatus"},"reason":{"type":["string","null"]},
"held_until":{"description":"of HELD","type":["string","null"]},"error":{"$ref":"#/$defs/Failure"},"provider_message_id":{"type":["string","null"]},
"segments":{"description":"of an SMS: an estimate until the provider has told its number",
"type":"integer"},"cost":{"$ref":"#/$defs/Cost"},"attempts_count":{"type":"integer"},"created_at":{"type":"string"},
"updated_at":{"type":"string"},"sent_at":{"type":["string","null"]},"delivered_at":{"type":["string","null"]},
"read_at":{"type":["string","null"]},"failed_at":{"type":["string","null"]},"version":{"type":"integer"},
"attempts":{"description":"when one message is shown","type":"array","items":{"$ref":"#/$defs/Attempt"}},
"timeline":{"description":"when one message is shown","type":"array","items":{"type":"object",
"required":["at","type","actor","data"],"properties":{"at":{"type":"string"},"type":{"type":"string"},
"actor":{"type":"string"},"data":{"type":"object"}}}}}})"},
    {"Attempt",
     R"({"type":"object","required":["id","number","channel_id","state","created_at"],"properties":{
"id":{"type":"string"},"number":{"type":"integer"},"channel_id":{"type":"string"},"state":{"type":"string"},
"provider_message_id":{"type":["string","null"]},"detail":{"type":["string","null"]},
"segments":{"description":"0: its provider has told none","type":"integer"},"cost":{"$ref":"#/$defs/Cost"},
"error":{"$ref":"#/$defs/Failure"},"created_at":{"type":"string"},"settled_at":{"type":["string","null"]},
"exchange":{"$ref":"#/$defs/ExchangeSummary"}}})"},
    {"MessageEstimate",
     R"({"type":"object","required":["channel_id","channel_type","to_address","characters","encoding","units",
"segments","unfit_characters"],"properties":{"channel_id":{"$ref":"#/$defs/ChannelId"},
"channel_type":{"type":"string"},"to_address":{"description":"as it is spelt here","type":"string"},
"message_class":{"type":"string"},"characters":{"description":"Unicode code points of the text","type":"integer"},
"encoding":{"description":"of an SMS; null for others, as are the next two","enum":["GSM-7","UCS-2",null]},
"units":{"description":"septets of GSM-7, 16-bit units of UCS-2","type":["integer","null"]},
"segments":{"type":["integer","null"]},
"unfit_characters":{"description":"why it is not GSM-7: the first 32 different ones","type":"array","items":{
"type":"object","required":["character","code_point","count","position"],"properties":{
"character":{"type":"string"},"code_point":{"type":"string"},"count":{"type":"integer"},
"position":{"description":"of the first one, in characters from 0","type":"integer"}}}}}})"},
    {"MessageExplanation",
     R"({"type":"object","required":["message_id","status","channel","waits_for","decisions"],"properties":{
"message_id":{"$ref":"#/$defs/MessageId"},"status":{"$ref":"#/$defs/MessageStatus"},
"channel":{"type":"object","properties":{"channel_id":{"type":["string","null"]},
"chosen_by":{"description":"type: another channel of it may take its place","enum":["caller","type"]},
"held":{"description":"deliveries to it are held just now","type":"boolean"}}},
"waits_for":{"description":"null at its end","type":["object","null"],"properties":{
"what":{"enum":["schedule","policy","channel","turn","retry","provider","reconciliation","receipt"]},
"until":{"type":["string","null"]},"why":{"type":["string","null"]}}},
"decisions":{"type":"array","items":{"type":"object","properties":{"at":{"type":"string"},
"type":{"type":"string"},"text":{"type":"string"}}}}}})"},
    {"MessageList", R"({"type":"object","required":["data","next_cursor","has_more"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Message"}},"next_cursor":{"type":["string","null"]},
"has_more":{"type":"boolean"}}})"},
}};

}  // namespace herald::api
