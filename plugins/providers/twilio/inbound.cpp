#include "plugins/providers/twilio/inbound.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/phone_text.hpp"
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
  if (first_value(fields, "MediaUrl0").empty()) return "TEXT";
  const std::string_view media = first_value(fields, "MediaContentType0");
  if (media.starts_with("image/")) return "IMAGE";
  if (media.starts_with("video/")) return "VIDEO";
  return media.starts_with("audio/") ? "AUDIO" : "FILE";
}

/// Advanced Opt-Out knows the account's own keywords, so its word counts before ours.
Wish wish_of(const Fields& fields) {
  const std::string_view type = first_value(fields, "OptOutType");
  if (type.empty()) return keyword_wish(first_value(fields, "Body"));
  if (type == "STOP") return Wish::OptOut;
  return type == "START" ? Wish::OptIn : Wish::None;
}

json wish_event(const Fields& fields, Wish wish, const std::string& sid) {
  const bool out = wish == Wish::OptOut;
  json event{{"kind", out ? "opt_out" : "opt_in"}, {"address", first_value(fields, "From")}};
  if (const std::string_view body = first_value(fields, "Body"); !body.empty()) event["text"] = body;
  add_origin(fields, sid + (out ? ":stop" : ":start"), event);
  return event;
}

}  // namespace

json inbound_events(const Fields& fields) {
  const std::string sid = message_sid(fields);
  if (sid.empty()) return json::array();
  json event{{"kind", "inbound"},
             {"provider_id", sid},
             {"from", first_value(fields, "From")},
             {"to", first_value(fields, "To")},
             {"type", type_of(fields)},
             {"media", media_of(fields)},
             {"options", json::object()}};
  if (const std::string_view body = first_value(fields, "Body"); !body.empty()) event["text"] = body;
  for (const Detail& detail : kDetails)
    if (const auto value = first_value(fields, detail.parameter); !value.empty())
      event["options"][detail.key] = value;
  add_origin(fields, sid, event);
  json events = json::array({std::move(event)});
  const Wish wish = wish_of(fields);
  if (wish != Wish::None) events.push_back(wish_event(fields, wish, sid));
  return events;
}

}  // namespace herald::twilio
