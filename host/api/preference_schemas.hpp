#pragma once
#include <array>

#include "host/api/operation.hpp"

namespace herald::api {

// The bounds are those of table contact_communication_preference.
inline constexpr std::array<NamedSchema, 3> kPreferenceSchemas{{
    {"ContactId", R"({"description":"the caller's own id of a person","type":"string","minLength":1,
"maxLength":64})"},
    {"PreferencePatch",
     R"({"description":"what is left out stays as it is, null is the preset","type":"object",
"additionalProperties":false,"properties":{
"email_address":{"type":["string","null"],"minLength":1,"maxLength":320},
"phone_number":{"type":["string","null"],"minLength":1,"maxLength":64},
"telegram_id":{"type":["string","null"],"minLength":1,"maxLength":64},
"whatsapp_number":{"type":["string","null"],"minLength":1,"maxLength":64},
"preferred_channel":{"description":"type of the channel for messages that name none",
"oneOf":[{"$ref":"#/$defs/ChannelType"},{"type":"null"}]},
"allow_email":{"type":["boolean","null"],"default":true},"allow_sms":{"type":["boolean","null"],"default":true},
"allow_telegram":{"type":["boolean","null"],"default":true},
"allow_whatsapp":{"type":["boolean","null"],"default":true},
"allow_voice":{"type":["boolean","null"],"default":true},
"opt_in_sms":{"type":["boolean","null"],"default":false},
"opt_in_marketing":{"type":["boolean","null"],"default":false},
"do_not_contact":{"type":["boolean","null"],"default":false},
"do_not_contact_until":{"description":"null: until it is taken back",
"oneOf":[{"$ref":"#/$defs/Time"},{"type":"null"}]},
"do_not_contact_reason":{"type":["string","null"],"maxLength":200}}})"},
    {"Preference", R"({"type":"object","required":["contact_id","email_address","phone_number","telegram_id",
"whatsapp_number","preferred_channel","allow_email","allow_sms","allow_telegram","allow_whatsapp","allow_voice",
"opt_in_sms","opt_in_sms_at","opt_in_marketing","opt_in_marketing_at","do_not_contact","do_not_contact_until",
"do_not_contact_reason","revision","created_at","updated_at"],"properties":{
"contact_id":{"$ref":"#/$defs/ContactId"},"email_address":{"type":["string","null"]},
"phone_number":{"description":"as it is spelt here, as are the others","type":["string","null"]},
"telegram_id":{"type":["string","null"]},"whatsapp_number":{"type":["string","null"]},
"preferred_channel":{"type":["string","null"]},"allow_email":{"type":"boolean"},"allow_sms":{"type":"boolean"},
"allow_telegram":{"type":"boolean"},"allow_whatsapp":{"type":"boolean"},"allow_voice":{"type":"boolean"},
"opt_in_sms":{"type":"boolean"},"opt_in_sms_at":{"description":"when it was last given",
"type":["string","null"]},"opt_in_marketing":{"type":"boolean"},"opt_in_marketing_at":{"type":["string","null"]},
"do_not_contact":{"type":"boolean"},"do_not_contact_until":{"type":["string","null"]},
"do_not_contact_reason":{"type":["string","null"]},"revision":{"type":"integer"},
"created_at":{"type":"string"},"updated_at":{"type":"string"}}})"},
}};

}  // namespace herald::api
