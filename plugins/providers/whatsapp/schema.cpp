#include "plugins/providers/whatsapp/schema.hpp"

namespace herald::whatsapp {
namespace {

// 80 messages a second and number is what Meta allows at first.
constexpr std::string_view kDescriptor = R"json({
"provider":"whatsapp",
"channels":["WHATSAPP"],
"message_types":{"WHATSAPP":["TEXT","IMAGE","VIDEO","AUDIO","FILE","LOCATION","TEMPLATE"]},
"limits":{"WHATSAPP":{"text_chars":4096,"attachments":1,"attachment_bytes":104857600}},
"ops":["send","webhook","test_account","fetch_media","register_webhook","unregister_webhook"],
"address_kind":{"WHATSAPP":"whatsapp"},
"account_required":["account_id","auth_token","api_secret"],
"late_bounce":false,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":80,
"egress_hosts":["graph.facebook.com","lookaside.fbsbx.com"],
"status_words":["sent","delivered","read","played","failed","deleted","warning"],
"signature":"X-Hub-Signature-256: HMAC-SHA256 of the raw body, keyed with the app secret",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"preview_url":{"type":"boolean","description":"shows a preview of the first link of a TEXT"},
"reply_to_message":{"type":"string","pattern":"^wamid\\.[!-~]{1,250}$","description":"the message that is answered"},
"recipient_identity_key_hash":{"type":"string","pattern":"^[!-~]{1,256}$","description":"for identity checks"},
"voice":{"type":"boolean","description":"AUDIO as a voice note, OGG with OPUS"},
"sticker":{"type":"boolean","description":"IMAGE, a WebP, as a sticker"},
"filename":{"type":"string","minLength":1,"maxLength":240,"description":"shown with a FILE"},
"location":{"type":"object","additionalProperties":false,"required":["latitude","longitude"],"description":"with LOCATION",
"properties":{"latitude":{"type":"number","minimum":-90,"maximum":90},
"longitude":{"type":"number","minimum":-180,"maximum":180},
"name":{"type":"string","minLength":1,"maxLength":1000},"address":{"type":"string","minLength":1,"maxLength":1000}}},
"contacts":{"type":"array","minItems":1,"maxItems":257,"description":"sent instead of a TEXT's text",
"items":{"type":"object","additionalProperties":false,"required":["name"],"properties":{
"name":{"type":"object","additionalProperties":false,"required":["formatted_name"],"properties":{
"formatted_name":{"type":"string","minLength":1,"maxLength":1000},"first_name":{"type":"string"},
"last_name":{"type":"string"},"middle_name":{"type":"string"},"prefix":{"type":"string"},
"suffix":{"type":"string"}}},
"phones":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["phone"],
"properties":{"phone":{"type":"string","minLength":1,"maxLength":50},"type":{"type":"string"},"wa_id":{"type":"string"}}}},
"emails":{"type":"array","items":{"type":"object","additionalProperties":false,
"properties":{"email":{"type":"string"},"type":{"type":"string"}}}},
"addresses":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{
"street":{"type":"string"},"city":{"type":"string"},"state":{"type":"string"},"zip":{"type":"string"},
"country":{"type":"string"},"country_code":{"type":"string"},"type":{"type":"string"}}}},
"urls":{"type":"array","items":{"type":"object","additionalProperties":false,
"properties":{"url":{"type":"string"},"type":{"type":"string"}}}},
"org":{"type":"object","additionalProperties":false,"properties":{
"company":{"type":"string"},"department":{"type":"string"},"title":{"type":"string"}}},
"birthday":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}},
"reaction":{"type":"object","additionalProperties":false,"required":["message_id","emoji"],
"description":"sent instead of a TEXT's text; an empty emoji takes it back","properties":{
"message_id":{"type":"string","pattern":"^wamid\\.[!-~]{1,250}$"},"emoji":{"type":"string","maxLength":20}}},
"interactive":{"type":"object","additionalProperties":false,"required":["type","action"],
"description":"buttons, list, link, request of the place or flow; its body is the text of the TEXT","properties":{
"type":{"enum":["button","list","cta_url","location_request_message","flow"]},
"header":{"type":"object","additionalProperties":false,"required":["type"],"properties":{
"type":{"enum":["text","image","video","document"]},"text":{"type":"string","minLength":1,"maxLength":60},
"image":{"$ref":"#/$defs/medium"},"video":{"$ref":"#/$defs/medium"},"document":{"$ref":"#/$defs/document"}}},
"footer":{"type":"object","additionalProperties":false,"required":["text"],
"properties":{"text":{"type":"string","minLength":1,"maxLength":60}}},
"action":{"type":"object","additionalProperties":false,"properties":{
"buttons":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"object","additionalProperties":false,
"required":["type","reply"],"properties":{"type":{"const":"reply"},"reply":{"type":"object",
"additionalProperties":false,"required":["id","title"],"properties":{
"id":{"type":"string","minLength":1,"maxLength":256},"title":{"type":"string","minLength":1,"maxLength":20}}}}}},
"button":{"type":"string","minLength":1,"maxLength":20},
"sections":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"object","additionalProperties":false,
"required":["rows"],"properties":{"title":{"type":"string","minLength":1,"maxLength":24},
"rows":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"object","additionalProperties":false,
"required":["id","title"],"properties":{"id":{"type":"string","minLength":1,"maxLength":200},
"title":{"type":"string","minLength":1,"maxLength":24},"description":{"type":"string","minLength":1,"maxLength":72}}}}}}},
"name":{"enum":["cta_url","send_location","flow"]},
"parameters":{"type":"object","additionalProperties":false,"properties":{
"display_text":{"type":"string","minLength":1,"maxLength":20},
"url":{"type":"string","pattern":"^https?://[!-~]{3,2000}$"},
"flow_message_version":{"const":"3"},"flow_id":{"type":"string","pattern":"^[!-~]{1,128}$"},
"flow_cta":{"type":"string","minLength":1,"maxLength":30},"flow_token":{"type":"string"},
"flow_action":{"type":"string"},"flow_action_payload":{"type":"object"},"mode":{"type":"string"}}}}}}},
"template":{"type":"object","additionalProperties":false,"required":["name","language"],"description":"with TEMPLATE",
"properties":{"name":{"type":"string","pattern":"^[a-z0-9_]{1,512}$"},
"language":{"type":"string","pattern":"^[a-z]{2,3}(_[A-Z]{2,3})?$"},
"components":{"type":"array","maxItems":20,"items":{"type":"object","additionalProperties":false,
"required":["type","parameters"],"properties":{"type":{"enum":["header","body","button"]},
"sub_type":{"enum":["url","quick_reply","copy_code","flow"]},"index":{"type":"string","pattern":"^[0-9]$"},
"parameters":{"type":"array","maxItems":100,"items":{"type":"object","additionalProperties":false,
"required":["type"],"properties":{"type":{"enum":["text","currency","date_time","image","video","document",
"location","payload","coupon_code","action"]},
"text":{"type":"string","minLength":1,"maxLength":1024},
"parameter_name":{"type":"string","pattern":"^[a-z0-9_]{1,60}$"},
"currency":{"type":"object","additionalProperties":false,"required":["fallback_value","code","amount_1000"],
"properties":{"fallback_value":{"type":"string","minLength":1,"maxLength":100},
"code":{"type":"string","pattern":"^[A-Z]{3}$"},"amount_1000":{"type":"integer"}}},
"date_time":{"type":"object","additionalProperties":false,"required":["fallback_value"],
"properties":{"fallback_value":{"type":"string","minLength":1,"maxLength":100}}},
"image":{"$ref":"#/$defs/medium"},"video":{"$ref":"#/$defs/medium"},"document":{"$ref":"#/$defs/document"},
"location":{"type":"object"},"payload":{"type":"string","minLength":1,"maxLength":256},
"coupon_code":{"type":"string","minLength":1,"maxLength":15},"action":{"type":"object"}}}}}}}}}},
"$defs":{"medium":{"type":"object","additionalProperties":false,"properties":{
"id":{"type":"string","pattern":"^[0-9]{1,64}$"},"link":{"type":"string","pattern":"^https?://[!-~]{3,2000}$"}}},
"document":{"type":"object","additionalProperties":false,"properties":{
"id":{"type":"string","pattern":"^[0-9]{1,64}$"},"link":{"type":"string","pattern":"^https?://[!-~]{3,2000}$"},
"filename":{"type":"string","minLength":1,"maxLength":240}}}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"properties":{
"waba_id":{"type":"string","pattern":"^[0-9]{1,32}$","title":"WhatsApp business account"},
"verify_token":{"type":"string","minLength":1,"maxLength":1000,"secret":true,"title":"Verify token",
"description":"what Meta repeats when the webhook is entered there"},
"previous_app_secret":{"type":"string","minLength":1,"maxLength":1000,"secret":true,"title":"Previous app secret",
"description":"webhooks signed with it are accepted while api_secret is being replaced"},
"api_version":{"type":"string","pattern":"^v[0-9]{1,3}\\.[0-9]{1,3}$","title":"Version of the Graph API",
"description":"default v25.0"},
"appsecret_proof":{"type":"boolean","title":"Prove the app secret","description":"for apps that enforce it"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::whatsapp
