#include "plugins/providers/sendgrid/schema.hpp"

namespace herald::sendgrid {
namespace {

// mail/send takes 10 000 requests a second by its documents; the default leaves room for other systems. 22 MB
// are what 30 MB hold as base64.
constexpr std::string_view kDescriptor = R"json({
"provider":"sendgrid",
"channels":["EMAIL"],
"message_types":{"EMAIL":["TEXT","TEMPLATE"]},
"limits":{"EMAIL":{"subject_chars":998,"total_bytes":22000000}},
"attachments":"bytes","ops":["send","webhook","test_account"],
"address_kind":{"EMAIL":"email"},
"account_required":["api_key"],
"late_bounce":true,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":1000,
"egress_hosts":["api.sendgrid.com","api.eu.sendgrid.com"],
"status_words":["processed","deferred","delivered","bounce","dropped","open","click"],
"signature":"X-Twilio-Email-Event-Webhook-Signature: ECDSA P-256 over timestamp and raw body",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"to_name":{"type":"string","maxLength":255},
"cc":{"type":"array","minItems":1,"maxItems":999,"items":{"type":"object","additionalProperties":false,
"required":["email"],"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}}},
"bcc":{"type":"array","minItems":1,"maxItems":999,"items":{"type":"object","additionalProperties":false,
"required":["email"],"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}}},
"reply_to":{"type":"object","additionalProperties":false,"required":["email"],
"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}},
"reply_to_list":{"type":"array","minItems":1,"maxItems":1000,"items":{"type":"object",
"additionalProperties":false,"required":["email"],
"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}}},
"headers":{"type":"object","additionalProperties":{"type":"string"}},
"categories":{"type":"array","minItems":1,"maxItems":10,"items":{"type":"string","pattern":"^[ -~]{1,255}$"}},
"custom_args":{"type":"object","additionalProperties":{"type":"string"},
"description":"repeated in the events of this e-mail"},
"template_id":{"type":"string","pattern":"^d-[0-9a-f]{32}$","description":"dynamic template, with TEMPLATE"},
"template_data":{"type":"object","description":"values for the template"},
"asm":{"type":"object","additionalProperties":false,"required":["group_id"],
"description":"group that the recipient can leave","properties":{"group_id":{"type":"integer"},
"groups_to_display":{"type":"array","minItems":1,"maxItems":25,"items":{"type":"integer"}}}},
"ip_pool_name":{"type":"string","minLength":2,"maxLength":64},
"click_tracking":{"type":"boolean"},
"open_tracking":{"type":"boolean"},
"subscription_tracking":{"type":"boolean","description":"a link to unsubscribe below the texts"},
"inline":{"type":"array","minItems":1,"maxItems":100,"items":{"type":"string"},
"description":"names of attachments that the html shows as cid:NAME"},
"amp_html":{"type":"string","minLength":1},
"calendar":{"type":"string","minLength":1,"description":"an invitation (text/calendar)"}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"properties":{
"region":{"enum":["global","eu"],"title":"Region","description":"eu for subusers of the EU region"},
"from_name":{"type":"string","maxLength":255,"title":"Name of the sender"},
"on_behalf_of":{"type":"string","minLength":1,"maxLength":255,"title":"Subuser"},
"webhook_public_key":{"type":"string","minLength":1,"maxLength":1000,"title":"Verification key",
"description":"of the signed Event Webhook and of Inbound Parse, as SendGrid shows it"},
"webhook_public_keys":{"type":"array","maxItems":4,"items":{"type":"string","minLength":1,"maxLength":1000},
"title":"Further verification keys","description":"accepted while the key is being replaced"},
"webhook_tolerance_seconds":{"type":"integer","minimum":60,"maximum":604800,"title":"Age of signed requests",
"description":"default a day, as long as SendGrid repeats a request"},
"shared_account":{"type":"boolean","title":"Other systems send through this account",
"description":"ignore events that do not carry Herald's own reference"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::sendgrid
