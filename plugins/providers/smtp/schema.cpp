#include "plugins/providers/smtp/schema.hpp"

namespace herald::smtp {
namespace {

constexpr std::string_view kDescriptor = R"json({
"provider":"smtp",
"channels":["EMAIL"],
"message_types":{"EMAIL":["TEXT","TEMPLATE"]},
"limits":{"EMAIL":{"subject_chars":998,"text_bytes":700000,"html_bytes":700000,"attachments":32,
"total_bytes":36700160}},
"attachments":"bytes","ops":["send","test_account","webhook"],
"signature":"X-Webhook-Signature: sha256= and the hex HMAC-SHA256 of the raw mail, keyed with webhook_secret",
"address_kind":{"EMAIL":"email"},
"account_required":["sender_id"],
"late_bounce":true,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":10,
"egress_hosts":[],
"status_words":[],
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"to_name":{"type":"string","maxLength":255},
"cc":{"type":"array","minItems":1,"maxItems":49,"items":{"type":"object","additionalProperties":false,
"required":["email"],"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string","maxLength":255}}}},
"bcc":{"type":"array","minItems":1,"maxItems":49,"items":{"type":"object","additionalProperties":false,
"required":["email"],"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string","maxLength":255}}}},
"reply_to":{"type":"object","additionalProperties":false,"required":["email"],
"properties":{"email":{"type":"string","maxLength":254},"name":{"type":"string","maxLength":255}}},
"headers":{"type":"object","additionalProperties":{"type":"string","maxLength":900}}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"required":["host"],"properties":{
"host":{"type":"string","minLength":1,"maxLength":253,"title":"Mail server","description":"name or address"},
"port":{"type":"integer","minimum":1,"maximum":65535,"title":"Port","description":"default 587, 465 or 25"},
"tls":{"enum":["starttls","implicit","none"],"title":"TLS",
"description":"default starttls; none needs an address that the operator allows for plain connections"},
"auth":{"enum":["plain","login"],"title":"AUTH mechanism","description":"default: what the server offers"},
"plain_auth":{"type":"boolean","title":"Password without TLS","description":"on the loopback only"},
"helo":{"type":"string","minLength":1,"maxLength":253,"title":"Our name in EHLO",
"description":"default: the domain of the sender"},
"from_name":{"type":"string","maxLength":255,"title":"Name of the sender"},
"return_path":{"type":"string","maxLength":254,"title":"Where bounces go","description":"default: the sender"},
"delivery_reports":{"type":"boolean","title":"Ask for reports of deliveries",
"description":"default: of failures only; where the server knows DSN (RFC 3461)"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }
std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::smtp
