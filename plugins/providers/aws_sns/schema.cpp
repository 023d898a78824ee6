#include "plugins/providers/aws_sns/schema.hpp"

namespace herald::aws_sns {
namespace {

// About 20 messages a second is what an account may send at first.
constexpr std::string_view kDescriptor = R"json({
"provider":"aws_sns",
"channels":["SMS"],
"message_types":{"SMS":["TEXT"]},
"limits":{"SMS":{"text_chars":1600,"attachments":0}},
"ops":["send","webhook","test_account","register_webhook"],
"address_kind":{"SMS":"phone"},
"account_required":["api_key","api_secret"],
"late_bounce":false,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":20,
"egress_hosts":["*.amazonaws.com","*.amazonaws.com.cn"],
"segments":{"SMS":{"gsm7":{"single":160,"part":153},"ucs2":{"single":70,"part":67}}},
"status_words":["SUCCESS","FAILURE"],
"signature":"member Signature, RSA with SHA-256 or SHA-1 by the certificate at SigningCertURL, with a Timestamp",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"sms_type":{"enum":["Promotional","Transactional"],"description":"default by the message's class"},
"origination_number":{"type":"string","pattern":"^\\+?[0-9]{5,14}$","description":"one of our numbers to send from"},
"max_price":{"type":"string","pattern":"^[0-9]{1,5}(\\.[0-9]{1,5})?$","description":"USD; not sent if it costs more"},
"entity_id":{"type":"string","pattern":"^[!-~]{1,50}$","description":"registered in India"},
"template_id":{"type":"string","pattern":"^[!-~]{1,50}$","description":"registered in India"}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"required":["region"],"properties":{
"region":{"type":"string","pattern":"^[a-z0-9-]{1,40}$","title":"Region","description":"such as eu-central-1"},
"topic_arns":{"type":"array","maxItems":50,"items":{"type":"string","pattern":"^arn:aws[a-z-]*:sns:[!-~]{1,400}$"},
"title":"Topics","description":"whose notifications are believed; none: callbacks are refused"},
"origination_number":{"type":"string","pattern":"^\\+?[0-9]{5,14}$","title":"Number to send from"},
"sms_type":{"enum":["Promotional","Transactional"],"title":"Type of SMS","description":"default by the message's class"},
"max_price":{"type":"string","pattern":"^[0-9]{1,5}(\\.[0-9]{1,5})?$","title":"Highest price of a message","description":"USD"},
"entity_id":{"type":"string","pattern":"^[!-~]{1,50}$","title":"Entity","description":"registered in India"},
"template_id":{"type":"string","pattern":"^[!-~]{1,50}$","title":"Template","description":"registered in India"},
"require_signature_version_2":{"type":"boolean","title":"Refuse notifications signed with SHA-1"},
"resubscribe":{"type":"boolean","title":"Confirm again what somebody unsubscribed"},
"webhook_tolerance_seconds":{"type":"integer","minimum":60,"maximum":86400,"title":"Age of notifications",
"description":"default an hour"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::aws_sns
