#include "host/inbound/wishes.hpp"

#include <algorithm>
#include <optional>

#include "host/base/redact.hpp"
#include "host/inbound/texts.hpp"
#include "host/json/writer.hpp"
#include "host/sms/keywords.hpp"

namespace herald::inbound {
namespace {

using sms::Keyword;

constexpr std::size_t kLongestWish = 160;  ///< of a text that is kept as evidence

std::vector<std::string> words_of(const json::Document& config, std::string_view name) {
  std::vector<std::string> out;
  if (const auto list = config.member(name))
    for (const json::Document& word : list->elements())
      if (auto text = word.text()) out.push_back(*std::move(text));
  return out;
}

/// The channel's own words; nothing when the provider looks after them.
std::optional<sms::OwnWords> words_of(const domain::Channel& channel) {
  // Few channels set them: most are spared the parsing.
  if (channel.config_json.find("\"opt_") == std::string::npos) return sms::OwnWords{};
  const auto config = json::parse(channel.config_json);
  if (!config) return sms::OwnWords{};
  if (text_of(*config, "opt_out_handling") == "provider") return std::nullopt;
  return sms::OwnWords{.stop = words_of(*config, "opt_out_keywords"),
                       .start = words_of(*config, "opt_in_keywords")};
}

/// Whoever pressed "Cancel" answered a question of ours, and a part of a longer text that is "end" ends a
/// sentence.
bool states_no_wish(const domain::Message& message) {
  const std::string& text = message.content.options_json;
  // Few messages have them: most are spared the parsing.
  if (text.find("\"pressed\"") == std::string::npos && text.find("\"concat_total\"") == std::string::npos)
    return false;
  const auto options = json::parse(text);
  if (!options) return false;
  const std::string parts = text_of(*options, "concat_total");
  return !text_of(*options, "pressed").empty() || (!parts.empty() && parts != "1");
}

std::string evidence_of(const domain::Message& message, const EventPlace& place) {
  std::string text = message.content.body;
  cut(text, kLongestWish);
  json::Writer evidence;
  evidence.begin_object().text("message", message.id.text).text("webhook", place.webhook).text("text", text);
  return evidence.end_object().take();
}

}  // namespace

void take_keyword(domain::InboundMessage& arrival, const EventPlace& place) {
  const domain::Message& message = arrival.message;
  const std::string& type = place.channel.channel_type;
  if ((type != "SMS" && type != "WHATSAPP") || message.content.message_type != "TEXT") return;
  if (states_no_wish(message)) return;
  const auto own = words_of(place.channel);
  const Keyword keyword = own ? sms::keyword_of(message.content.body, *own) : Keyword::None;
  arrival.keyword = to_text(keyword);
  if (keyword != Keyword::Stop && keyword != Keyword::Start) return;
  using Kind = domain::ConsentChange::Kind;
  arrival.wish = domain::ConsentChange{.kind = keyword == Keyword::Stop ? Kind::OptOut : Kind::OptIn,
                                       .address = arrival.address,
                                       .channel_type = type,
                                       .new_suppression_id = make_uuid(place.now, place.random),
                                       .evidence_json = evidence_of(message, place),
                                       .at = std::min(message.sent_at.value_or(place.now), place.now)};
}

}  // namespace herald::inbound
