#include "plugins/providers/mailgun/schema.hpp"

namespace herald::mailgun {
namespace {

// Mailgun names no rate; ten a second are far below what it throttles. 18.7 MB are what 25 MB hold as base64.
constexpr std::string_view kDescriptor = R"json({
"provider":"mailgun",
"channels":["EMAIL"],
"message_types":{"EMAIL":["TEXT","TEMPLATE"]},
"limits":{"EMAIL":{"subject_chars":998,"total_bytes":18700000}},
"attachments":"bytes",
"ops":["send","webhook","test_account","lookup","fetch_media"],
"address_kind":{"EMAIL":"email"},
"account_required":["account_id","api_key"],
"late_bounce":true,
"idempotency_key":false,
"lookup":true,
"default_rate_per_second":10,
"egress_hosts":["*.mailgun.net","*.mailgun.org"],
"status_words":["accepted","delivered","opened","clicked","failed:temporary","failed:permanent","rejected"],
"signature":"HMAC-SHA256 of the fields timestamp and token, which alone it covers",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"to_name":{"type":"string","maxLength":255},
"cc":{"type":"array","minItems":1,"maxItems":999,"items":{"type":"object","additionalProperties":false,
"required":["email"],"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}}},
"bcc":{"type":"array","minItems":1,"maxItems":999,"items":{"type":"object","additionalProperties":false,
"required":["email"],"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}}},
"reply_to":{"type":"object","additionalProperties":false,"required":["email"],
"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string"}}},
"headers":{"type":"object","additionalProperties":{"type":"string"}},
"variables":{"type":"object","additionalProperties":{"type":"string"},
"description":"repeated in the events of this e-mail"},
"tags":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"string","pattern":"^[ -~]{1,128}$"}},
"amp_html":{"type":"string"},
"inline":{"type":"array","minItems":1,"maxItems":100,"items":{"type":"string"},
"description":"names of attachments that the html shows as cid:NAME"},
"template":{"type":"string","minLength":1,"description":"stored at Mailgun, with TEMPLATE"},
"template_version":{"type":"string","minLength":1},
"template_text":{"type":"boolean","description":"make a plain text of it too"},
"template_data":{"type":"object","description":"values for the template"},
"recipient_data":{"type":"object","description":"values for %recipient.name% in texts, headers and variables"},
"deliver_at_ms":{"type":"integer","description":"at most three days ahead"},
"delivery_window":{"type":"string","pattern":"^(2[4-9]|[3-6][0-9]|7[0-2])h$",
"description":"when he usually reads, within 24h to 72h"},
"local_time":{"type":"string","pattern":"^(([01][0-9]|2[0-3]):[0-5][0-9]|(0[1-9]|1[0-2]):[0-5][0-9](AM|PM))$"},
"test_mode":{"type":"boolean","description":"taken and billed, not delivered"},
"dkim":{"type":"boolean"},
"secondary_dkim":{"type":"string","pattern":"^[A-Za-z0-9.-]+/[A-Za-z0-9.-]+$"},
"tracking":{"type":"boolean"},
"tracking_clicks":{"enum":["yes","no","htmlonly"]},
"tracking_opens":{"type":"boolean"},
"tracking_pixel_at_top":{"type":"boolean"},
"require_tls":{"type":"boolean"},
"skip_verification":{"type":"boolean"},
"sending_ip":{"type":"string","pattern":"^[0-9.]{7,15}$"},
"sending_ip_pool":{"type":"string","pattern":"^[!-~]{1,128}$"},
"archive_to":{"type":"string","pattern":"^https?://[!-~]+$"},
"suppress_headers":{"type":"string","pattern":"^[!-~]+$"}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"properties":{
"region":{"enum":["us","eu"],"title":"Region","description":"where the domain was set up"},
"from_name":{"type":"string","maxLength":255,"title":"Name of the sender"},
"subaccount":{"type":"string","minLength":1,"maxLength":255,"title":"Subaccount",
"description":"on whose behalf requests are made"},
"previous_signing_key":{"type":"string","minLength":1,"maxLength":1000,"secret":true,
"title":"Previous webhook signing key","description":"accepted while webhook_secret is being replaced"},
"parent_signing_key":{"type":"string","minLength":1,"maxLength":1000,"secret":true,
"title":"Webhook signing key of the account above","description":"for events of a subaccount"},
"webhook_tolerance_seconds":{"type":"integer","minimum":15,"maximum":86400,"title":"Age of signed requests",
"description":"default 15 minutes"},
"shared_account":{"type":"boolean","title":"Other systems send through this domain",
"description":"ignore events that do not carry Herald's own reference"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::mailgun
