#include "host/inbound/element.hpp"

#include <algorithm>
#include <array>

#include "host/base/redact.hpp"
#include "host/inbound/inbound_media.hpp"
#include "host/inbound/texts.hpp"
#include "host/inbound/wishes.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

using json::Document;

constexpr std::size_t kLongestKey = 190;
constexpr std::size_t kLongestClass = 32;
constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kLongestDetail = 200;
constexpr std::size_t kLongestProviderId = 255;
constexpr std::size_t kLongestReference = 64;
constexpr std::size_t kLongestKind = 32;
constexpr std::size_t kLongestAddress = 320;
constexpr std::size_t kLongestWords = 160;                    ///< of an opt-out, kept as evidence
constexpr std::int64_t kEndOfYear9999 = 253'402'300'799'999;  ///< in ms: later times do not fit their column
constexpr std::array<std::string_view, 6> kMessageTypes{"TEXT",  "IMAGE", "VIDEO",
                                                        "AUDIO", "FILE",  "LOCATION"};

std::string cut_text(const Document& object, std::string_view name, std::size_t most) {
  std::string text = text_of(object, name);
  cut(text, most);
  return text;
}

/// Without blanks at the end: MySQL takes keys that differ only there for equal, SQLite does not (design D1).
std::string key_of(const Document& event) {
  std::string key = text_of(event, "dedupe_key");
  key.resize(key.find_last_not_of(' ') + 1);
  return key;
}

/// What the contract lets a receipt say; INTENT and NOT_SENT are ours to decide.
std::optional<domain::AttemptState> receipt_state(const std::string& text) {
  const auto state = domain::attempt_state(text);
  if (state == domain::AttemptState::Intent || state == domain::AttemptState::NotSent) return std::nullopt;
  return state;
}

std::optional<std::int64_t> integer_of(const Document& event, std::string_view name) {
  const auto member = event.member(name);
  return member ? member->integer() : std::nullopt;
}

/// Nothing for a time that no calendar of ours can write: it is a detail, not worth losing the event.
std::optional<Instant> time_of(const Document& event) {
  const auto ms = integer_of(event, "occurred_at_ms");
  if (!ms || *ms < 0 || *ms > kEndOfYear9999) return std::nullopt;
  return Instant{std::chrono::milliseconds{*ms}};
}

/// The member as JSON when it has that kind, the preset when it is absent, nothing when it is something else.
std::optional<std::string> json_of(const Document& event, std::string_view name, json::Kind kind,
                                   const char* preset) {
  const auto member = event.member(name);
  if (!member) return preset;
  if (member->kind() != kind) return std::nullopt;
  return member->compact();
}

/// Each fills in what the event says and answers what is wrong with it, or nothing.
std::string read_receipt(const Document& event, const EventPlace& place, domain::WebhookElement& element) {
  domain::Receipt receipt{.channel = place.channel.id};
  const auto state = receipt_state(text_of(event, "state"));
  if (!state) return "a receipt without a known state";
  receipt.state = *state;
  receipt.provider_id = text_of(event, "provider_id");
  receipt.attempt_ref = text_of(event, "attempt_ref");
  if (receipt.provider_id.size() > kLongestProviderId) return "a provider_id longer than 255 bytes";
  if (receipt.attempt_ref.size() > kLongestReference) return "an attempt_ref longer than 64 bytes";
  if (receipt.provider_id.empty() && receipt.attempt_ref.empty())
    return "a receipt without provider_id and attempt_ref";
  receipt.error_class = cut_text(event, "class", kLongestClass);
  receipt.error_code = cut_text(event, "code", kLongestCode);
  receipt.error_text = cut_text(event, "text", kLongestText);
  receipt.detail = cut_text(event, "detail", kLongestDetail);
  receipt.occurred_at = time_of(event);
  receipt.segments = domain::segments_of(integer_of(event, "segments"));
  receipt.cost = domain::cost_of(integer_of(event, "cost_micros"), text_of(event, "currency"));
  element.receipt = std::move(receipt);
  return {};
}

std::string read_content(const Document& event, const EventPlace& place, domain::InboundMessage& arrival) {
  domain::MessageContent& content = arrival.message.content;
  content.message_type = text_of(event, "type");
  if (std::ranges::find(kMessageTypes, content.message_type) == kMessageTypes.end())
    return "an inbound message without a known type";
  const auto media = event.member("media");
  const auto options = json_of(event, "options", json::Kind::Object, "{}");
  if (media && media->kind() != json::Kind::Array) return "an inbound message whose media is no list";
  if (!options) return "an inbound message whose options are no object";
  if (media) arrival.media = read_media(*media, place);
  if (!arrival.media.empty()) content.attachments_json = media_json(arrival.media);
  content.options_json = *options;
  content.body = text_of(event, "text");
  content.to_address = cut_text(event, "to", kLongestAddress);
  return {};
}

std::string read_inbound(const Document& event, const EventPlace& place, domain::WebhookElement& element) {
  const auto id = [&] { return make_uuid(place.now, place.random); };
  domain::InboundMessage arrival{.new_address_id = id()};
  domain::Message& message = arrival.message;
  if (auto wrong = read_content(event, place, arrival); !wrong.empty()) return wrong;
  message.provider_id = text_of(event, "provider_id");
  if (message.provider_id.size() > kLongestProviderId) return "a provider_id longer than 255 bytes";
  auto sender = place.spell(place.channel, text_of(event, "from"));
  if (!sender) return "the sender of an inbound message: " + sender.error().detail;
  arrival.address = *std::move(sender);
  message.id = domain::MessageId{id()};
  message.tenant = place.channel.tenant;
  message.shard = domain::shard_of(message.id.text);
  message.channel = place.channel.id;
  message.contact = domain::ContactId{id()};
  message.conversation = domain::ConversationId{id()};
  message.direction = "INBOUND";
  message.status = domain::MessageStatus::Delivered;
  message.content.channel_type = place.channel.channel_type;
  message.content.from_address = arrival.address.normalised;
  message.sent_at = time_of(event);
  take_keyword(arrival, place);
  element.inbound = std::move(arrival);
  return {};
}

std::string read_consent(const Document& event, const EventPlace& place, domain::WebhookElement& element) {
  auto address = place.spell(place.channel, text_of(event, "address"));
  if (!address) return "the address of an opt-out or opt-in: " + address.error().detail;
  const bool out = text_of(event, "kind") == "opt_out";
  json::Writer evidence;
  evidence.begin_object().text("webhook", place.webhook);
  if (const auto words = cut_text(event, "text", kLongestWords); !words.empty()) evidence.text("text", words);
  element.consent = domain::ConsentChange{
      .kind = out ? domain::ConsentChange::Kind::OptOut : domain::ConsentChange::Kind::OptIn,
      .address = *std::move(address),
      .channel_type = place.channel.channel_type,
      .reason = text_of(event, "reason") == "complaint" ? "complaint" : "opt_out",
      .new_suppression_id = make_uuid(place.now, place.random),
      .evidence_json = evidence.end_object().take(),
      .at = std::min(time_of(event).value_or(place.now), place.now)};
  return {};
}

}  // namespace

domain::WebhookElement read_element(const Document& event, std::size_t position, const EventPlace& place) {
  domain::WebhookElement element{
      .dedupe_key = key_of(event), .event_json = event.compact(), .id = make_uuid(place.now, place.random)};
  if (element.dedupe_key.empty() && !place.key_prefix.empty())
    element.dedupe_key = std::string{place.key_prefix} + ":" + std::to_string(position);
  if (element.dedupe_key.empty() || element.dedupe_key.size() > kLongestKey) {
    element.dedupe_key = place.webhook + ":" + std::to_string(position);
    element.failed = "the plugin gave no dedupe_key of 1 to 190 bytes";
    return element;
  }
  const std::string kind = cut_text(event, "kind", kLongestKind);
  if (kind == "receipt") {
    element.failed = read_receipt(event, place, element);
  } else if (kind == "inbound") {
    element.failed = read_inbound(event, place, element);
  } else if (kind == "opt_out" || kind == "opt_in") {
    element.failed = read_consent(event, place, element);
  } else if (kind == "once") {
    element.role = domain::WebhookElement::Role::Seal;
    element.skipped = "lets what follows it in its callback count once";
  } else {
    element.skipped = "kept: events of kind '" + kind + "' are not applied by this release";
  }
  cut(element.failed, kLongestDetail);
  return element;
}

}  // namespace herald::inbound
