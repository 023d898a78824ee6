#include "plugins/providers/twilio/inbound.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/twilio/event.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

constexpr int kMostMedia = 100;

/// What is passed on as the event's options.
struct Detail {
  const char* parameter;
  const char* key;
};
constexpr Detail kDetails[] = {
    {"MessagingServiceSid", "messaging_service_sid"},
    {"NumSegments", "segments"},
    {"OptOutType", "opt_out_type"},
    {"FromCity", "from_city"},
    {"FromState", "from_state"},
    {"FromZip", "from_zip"},
    {"FromCountry", "from_country"},
    {"ProfileName", "profile_name"},
    {"ExternalUserId", "user_id"},
    {"MessageType", "message_type"},
    {"OriginalRepliedMessageSid", "in_reply_to"},
    {"OriginalRepliedMessageSender", "in_reply_to_sender"},
    {"ListTitle", "list_title"},
    {"Latitude", "latitude"},
    {"Longitude", "longitude"},
    {"Address", "address"},
    {"Label", "name"},
    {"Forwarded", "forwarded"},
    {"ReferralNumMedia", "referral_media"},
};

json media_of(const Fields& fields) {
  json media = json::array();
  for (int i = 0; i < kMostMedia; ++i) {
    const std::string number = std::to_string(i);
    const std::string_view url = first_value(fields, "MediaUrl" + number);
    if (url.empty()) break;
    json item{{"url", url}};
    if (const auto type = first_value(fields, "MediaContentType" + number); !type.empty())
      item["content_type"] = type;
    media.push_back(std::move(item));
  }
  return media;
}

std::string_view type_of(const Fields& fields) {
  const bool place = has_field(fields, "Latitude") && has_field(fields, "Longitude");
  if (first_value(fields, "MediaUrl0").empty()) return place ? "LOCATION" : "TEXT";
  const std::string_view media = first_value(fields, "MediaContentType0");
  if (media.starts_with("image/")) return "IMAGE";
  if (media.starts_with("video/")) return "VIDEO";
  return media.starts_with("audio/") ? "AUDIO" : "FILE";
}

/// What Advanced Opt-Out, which knows the account's own keywords, made of the text. Texts themselves are the
/// host's to judge.
json wish_event(const Fields& fields, const std::string& sid) {
  const std::string_view type = first_value(fields, "OptOutType");
  if (type != "STOP" && type != "START") return {};
  const bool out = type == "STOP";
  json event{{"kind", out ? "opt_out" : "opt_in"}, {"address", address_in(fields, "From")}};
  if (const std::string_view body = first_value(fields, "Body"); !body.empty()) event["text"] = body;
  add_origin(fields, sid + (out ? ":stop" : ":start"), event);
  return event;
}

/// What stands behind a button or a row of a list that was pressed on WhatsApp.
std::string pressed(const Fields& fields) {
  const std::string_view button = first_value(fields, "ButtonPayload");
  return std::string(button.empty() ? first_value(fields, "ListId") : button);
}

json action_event(const Fields& fields, const std::string& data, const std::string& sid) {
  json event{{"kind", "action"},
             {"from", address_in(fields, "From")},
             {"to", address_in(fields, "To")},
             {"data", data},
             {"options", json::object()}};
  if (const auto bearer = first_value(fields, "OriginalRepliedMessageSid"); !bearer.empty())
    event["provider_id"] = bearer;
  add_origin(fields, sid + ":action", event);
  return event;
}

}  // namespace

json inbound_events(const Fields& fields) {
  const std::string sid = message_sid(fields);
  if (sid.empty()) return json::array();
  json event{{"kind", "inbound"},
             {"provider_id", sid},
             {"from", address_in(fields, "From")},
             {"to", address_in(fields, "To")},
             {"type", type_of(fields)},
             {"media", media_of(fields)},
             {"options", json::object()}};
  const std::string_view body = first_value(fields, "Body");
  const std::string_view text = body.empty() ? first_value(fields, "ButtonText") : body;
  if (!text.empty()) event["text"] = text;
  for (const Detail& detail : kDetails)
    if (const auto value = first_value(fields, detail.parameter); !value.empty())
      event["options"][detail.key] = value;
  const std::string data = pressed(fields);
  if (!data.empty()) event["options"]["pressed"] = data;
  add_origin(fields, sid, event);
  json events = json::array({std::move(event)});
  if (!data.empty()) events.push_back(action_event(fields, data, sid));
  if (json wish = wish_event(fields, sid); !wish.is_null()) events.push_back(std::move(wish));
  return events;
}

}  // namespace herald::twilio
