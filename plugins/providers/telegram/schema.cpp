#include "plugins/providers/telegram/schema.hpp"

namespace herald::telegram {
namespace {

// Texts are counted after their markup was read, so only the raw limit can be stated here; outbound.cpp knows
// the finer one. 30 messages a second is what Telegram allows a bot over all chats.
constexpr std::string_view kDescriptor = R"json({
"provider":"telegram",
"channels":["TELEGRAM"],
"message_types":{"TELEGRAM":["TEXT","IMAGE","VIDEO","AUDIO","FILE","LOCATION"]},
"limits":{"TELEGRAM":{"text_bytes":32768,"attachments":10,"attachment_bytes":52428800}},
"ops":["send","webhook","poll","test_account","fetch_media","register_webhook","unregister_webhook"],
"webhook_secret":true,
"address_kind":{"TELEGRAM":"telegram"},
"account_required":["auth_token"],
"late_bounce":false,
"idempotency_key":false,
"lookup":false,
"default_rate_per_second":30,
"egress_hosts":["api.telegram.org"],
"status_words":[],
"signature":"X-Telegram-Bot-Api-Secret-Token: the shared secret itself",
"options_schema":{"type":"object","additionalProperties":false,"properties":{
"parse_mode":{"enum":["HTML","MarkdownV2","Markdown"]},
"entities":{"type":"array","maxItems":100,"items":{"type":"object",
"required":["type","offset","length"],"properties":{"type":{"type":"string"},
"offset":{"type":"integer","minimum":0},"length":{"type":"integer","minimum":1}}}},
"link_preview_options":{"type":"object","additionalProperties":false,"properties":{
"is_disabled":{"type":"boolean"},"url":{"type":"string","maxLength":2048},"prefer_small_media":{"type":"boolean"},
"prefer_large_media":{"type":"boolean"},"show_above_text":{"type":"boolean"}}},
"disable_notification":{"type":"boolean"},
"protect_content":{"type":"boolean"},
"allow_paid_broadcast":{"type":"boolean","description":"0.1 Star per message above the free rate"},
"message_thread_id":{"type":"integer","minimum":1,"description":"forum topic"},
"direct_messages_topic_id":{"type":"integer","minimum":1},
"business_connection_id":{"type":"string","minLength":1,"maxLength":128},
"message_effect_id":{"type":"string","minLength":1,"maxLength":64},
"reply_parameters":{"type":"object","required":["message_id"],"additionalProperties":false,"properties":{
"message_id":{"type":"integer","minimum":1},"chat_id":{"type":"integer"},
"allow_sending_without_reply":{"type":"boolean"},"quote":{"type":"string","maxLength":1024}}},
"reply_markup":{"oneOf":[
{"type":"object","required":["inline_keyboard"],"additionalProperties":false,"properties":{
"inline_keyboard":{"type":"array","maxItems":100,"items":{"type":"array","maxItems":8,"items":{"type":"object",
"required":["text"],"properties":{"text":{"type":"string","minLength":1},
"callback_data":{"type":"string","minLength":1,"maxLength":64},"url":{"type":"string","minLength":1}}}}}}},
{"type":"object","required":["keyboard"],"additionalProperties":false,"properties":{
"keyboard":{"type":"array","maxItems":300,"items":{"type":"array","maxItems":12,
"items":{"type":"object","required":["text"],"properties":{"text":{"type":"string","minLength":1},
"request_contact":{"type":"boolean"},"request_location":{"type":"boolean"}}}}},
"is_persistent":{"type":"boolean"},"resize_keyboard":{"type":"boolean"},"one_time_keyboard":{"type":"boolean"},
"input_field_placeholder":{"type":"string","minLength":1,"maxLength":64},"selective":{"type":"boolean"}}},
{"type":"object","required":["remove_keyboard"],"additionalProperties":false,"properties":{
"remove_keyboard":{"const":true},"selective":{"type":"boolean"}}},
{"type":"object","required":["force_reply"],"additionalProperties":false,"properties":{
"force_reply":{"const":true},"input_field_placeholder":{"type":"string","minLength":1,"maxLength":64},
"selective":{"type":"boolean"}}}]},
"animation":{"type":"boolean","description":"the VIDEO is a GIF, or a video without sound"},
"voice":{"type":"boolean","description":"the AUDIO is a voice message: Ogg with Opus, MP3 or M4A"},
"has_spoiler":{"type":"boolean"},
"show_caption_above_media":{"type":"boolean"},
"duration":{"type":"integer","minimum":1,"description":"seconds"},
"width":{"type":"integer","minimum":1},
"height":{"type":"integer","minimum":1},
"start_timestamp":{"type":"integer","minimum":0,"description":"seconds"},
"supports_streaming":{"type":"boolean"},
"performer":{"type":"string","minLength":1,"maxLength":128},
"title":{"type":"string","minLength":1,"maxLength":128},
"disable_content_type_detection":{"type":"boolean"},
"location":{"type":"object","required":["latitude","longitude"],"additionalProperties":false,"description":"with LOCATION; with title and address a place that has a name","properties":{
"latitude":{"type":"number","minimum":-90,"maximum":90},"longitude":{"type":"number","minimum":-180,"maximum":180},
"horizontal_accuracy":{"type":"number","minimum":0,"maximum":1500},
"live_period":{"oneOf":[{"type":"integer","minimum":60,"maximum":86400},{"const":2147483647}]},
"heading":{"type":"integer","minimum":1,"maximum":360},
"proximity_alert_radius":{"type":"integer","minimum":1,"maximum":100000},
"title":{"type":"string","minLength":1,"maxLength":256},"address":{"type":"string","minLength":1,"maxLength":256}}}}}
})json";

constexpr std::string_view kConfigSchema = R"json({
"type":"object","additionalProperties":false,"properties":{
"test_environment":{"type":"boolean","title":"Test environment","description":"the bot lives in Telegram's test world"},
"poll_seconds":{"type":"integer","minimum":0,"maximum":50,"title":"Length of a poll",
"description":"seconds that Telegram holds a poll while nothing happens; 30 when left out"}}
})json";

}  // namespace

std::string_view descriptor() { return kDescriptor; }

std::string_view config_schema() { return kConfigSchema; }

}  // namespace herald::telegram
