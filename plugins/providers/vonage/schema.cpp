#include "plugins/providers/vonage/schema.hpp"

namespace herald::vonage {
namespace {

// 30 requests a second and key is what Vonage allows at first; some numbers send less and are then limited.
constexpr std::string_view kDescriptor = R"json({
"provider":"vonage",
"channels":["SMS","WHATSAPP"],
"message_types":{"SMS":["TEXT","IMAGE","VIDEO","AUDIO","FILE"],
"WHATSAPP":["TEXT","IMAGE","VIDEO","AUDIO","FILE","LOCATION","TEMPLATE"]},
"limits":{"SMS":{"text_chars":3200,"attachments":1},"WHATSAPP":{"text_chars":4096,"attachments":1}},
"ops":["send","webhook","test_account","fetch_media"],
"address_kind":{"SMS":"phone","WHATSAPP":"whatsapp"},
"account_required":["api_key"],
"late_bounce":true,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":30,
"egress_hosts":["*.nexmo.com","*.vonage.com"],
"segments":{"SMS":{"gsm7":{"single":160,"part":153},"ucs2":{"single":70,"part":67}}},
"status_words":["accepted","buffered","delivered","expired","failed","rejected","unknown","submitted","read",
"undeliverable"],
"signature":"Authorization: Bearer token, HMAC-SHA256 over the body's digest; or parameter sig, MD5 or HMAC",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"ttl_seconds":{"type":"integer","minimum":20,"maximum":604800,"description":"how long an SMS may wait; 300 to 259200 for an MMS"},
"sms_class":{"type":"integer","minimum":0,"maximum":3,"description":"0 shows the SMS at once (SMS API)"},
"account_ref":{"type":"string","pattern":"^[ -~]{1,100}$","description":"for reports of Vonage (SMS API)"},
"entity_id":{"type":"string","pattern":"^[0-9]{1,30}$","description":"registered in India"},
"content_id":{"type":"string","pattern":"^[0-9]{1,30}$","description":"registered in India"},
"pool_id":{"type":"string","pattern":"^[!-~]{1,100}$","description":"numbers to send from (Messages API)"},
"trusted_recipient":{"type":"boolean","description":"not to be held for fraud"},
"trusted_number":{"type":"boolean","description":"likewise (SMS API)"},
"reply_to_message":{"type":"string","pattern":"^[0-9a-f-]{36}$","description":"message_uuid that is answered"},
"sticker":{"type":"boolean","description":"IMAGE, a WebP, as a sticker of WhatsApp"},
"location":{"type":"object","additionalProperties":false,"required":["latitude","longitude"],"description":"with LOCATION",
"properties":{"latitude":{"type":"number","minimum":-90,"maximum":90},
"longitude":{"type":"number","minimum":-180,"maximum":180},
"name":{"type":"string","minLength":1,"maxLength":1000},"address":{"type":"string","minLength":1,"maxLength":1000}}},
"template_name":{"type":"string","minLength":1,"maxLength":512,"description":"namespace:name, with TEMPLATE"},
"template_parameters":{"type":"array","maxItems":100,"items":{"type":"string"}},
"template_locale":{"type":"string","pattern":"^[a-z]{2,3}(_[A-Z]{2})?$"}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"properties":{
"private_key":{"type":"string","minLength":1,"maxLength":8192,"secret":true,"title":"Private key of the application",
"description":"PEM; the Messages API gets tokens of it"},
"signature_method":{"enum":["md5hash","md5","sha1","sha256","sha512"],"title":"Signature method",
"description":"of SMS callbacks, as the account's settings name it"},
"sign_requests":{"type":"boolean","title":"Sign requests of the SMS API","description":"instead of the API secret"},
"previous_signature_secret":{"type":"string","minLength":1,"maxLength":1000,"secret":true,
"title":"Previous signature secret","description":"accepted while auth_token is being replaced"},
"sms_api":{"enum":["sms","messages"],"title":"API for SMS","description":"default sms"},
"region":{"enum":["us","eu","ap"],"title":"Region of the Messages API"},
"webhook_tolerance_seconds":{"type":"integer","minimum":15,"maximum":86400,"title":"Age of signed callbacks",
"description":"default 5 minutes"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::vonage
