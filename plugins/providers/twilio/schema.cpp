#include "plugins/providers/twilio/schema.hpp"

namespace herald::twilio {
namespace {

// The API has no published rate of its own; numbers send 1 (long code) to 100 (short code) segments a second
// and Twilio queues what exceeds that.
constexpr std::string_view kDescriptor = R"json({
"provider":"twilio",
"channels":["SMS","WHATSAPP"],
"message_types":{"SMS":["TEXT","IMAGE","VIDEO","AUDIO","FILE","TEMPLATE"],
"WHATSAPP":["TEXT","IMAGE","VIDEO","AUDIO","FILE","LOCATION","TEMPLATE"]},
"limits":{"SMS":{"text_chars":1600,"attachments":10,"total_bytes":5242880},
"WHATSAPP":{"text_chars":1600,"attachments":1,"total_bytes":16777216}},
"ops":["send","webhook","test_account","fetch_media","price"],
"price":{"after_s":900},
"address_kind":{"SMS":"phone","WHATSAPP":"whatsapp"},
"account_required":["account_id","auth_token"],
"late_bounce":false,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":100,
"egress_hosts":["api.twilio.com","*.twilio.com","mms.twiliocdn.com","s3-external-1.amazonaws.com"],
"segments":{"SMS":{"gsm7":{"single":160,"part":153},"ucs2":{"single":70,"part":67}}},
"status_words":["accepted","scheduled","queued","sending","sent","delivered","undelivered","failed","canceled","read",
"partially_delivered","receiving","received"],
"signature":"X-Twilio-Signature: HMAC-SHA1 of URL and sorted form fields",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"validity_period":{"type":"integer","minimum":1,"maximum":36000,
"description":"seconds the message may wait at Twilio"},
"smart_encoded":{"type":"boolean","description":"replace look-alike characters to need fewer segments"},
"messaging_service_sid":{"type":"string","pattern":"^MG[0-9a-f]{32}$"},
"content_sid":{"type":"string","pattern":"^HX[0-9a-f]{32}$","description":"approved template"},
"content_variables":{"type":"object","additionalProperties":{"type":"string"}},
"shorten_urls":{"type":"boolean"},
"send_as_mms":{"type":"boolean"},
"risk_check":{"enum":["enable","disable"]},
"address_retention":{"enum":["retain","obfuscate"]},
"content_retention":{"enum":["retain","discard"]},
"provide_feedback":{"type":"boolean"},
"force_delivery":{"type":"boolean"},
"attempt":{"type":"integer","minimum":1,"description":"number of tries including this one"},
"send_at_ms":{"type":"integer","minimum":0,
"description":"when Twilio sends it: 5 minutes to 35 days ahead, through a messaging service"},
"application_sid":{"type":"string","pattern":"^AP[0-9a-f]{32}$",
"description":"whose status callback counts where the host has no public address"},
"fallback_from":{"type":"string","minLength":1,"maxLength":32,"description":"sender for what the first cannot carry"},
"traffic_type":{"enum":["free"]},
"location":{"type":"object","additionalProperties":false,"required":["latitude","longitude"],
"description":"with LOCATION","properties":{
"latitude":{"type":"number","minimum":-90,"maximum":90},"longitude":{"type":"number","minimum":-180,"maximum":180},
"name":{"type":"string","minLength":1,"maxLength":1000},"address":{"type":"string","minLength":1,"maxLength":1000}}}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"properties":{
"region":{"type":"string","pattern":"^[a-z0-9-]{1,63}$","title":"Region",
"description":"us1, ie1 or au1; credentials belong to one region"},
"edge":{"type":"string","pattern":"^[a-z0-9-]{1,63}$","title":"Edge","description":"for example dublin"},
"auth_tokens":{"type":"array","maxItems":4,"items":{"type":"string","minLength":1},"secret":true,
"title":"Further auth tokens","description":"accepted in callback signatures while the token is being rotated"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::twilio
