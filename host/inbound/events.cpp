#include "host/inbound/events.hpp"

#include "host/json/document.hpp"
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
constexpr std::int64_t kEndOfYear9999 = 253'402'300'799'999;  ///< in ms: later times do not fit their column

std::string text_of(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

std::string cut_text(const Document& object, std::string_view name, std::size_t most) {
  std::string text = text_of(object, name);
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  text.resize(most);
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

/// Nothing for a time that no calendar of ours can write: it is a detail, not worth losing the receipt.
std::optional<Instant> time_of(const Document& event) {
  const auto at = event.member("occurred_at_ms");
  const auto ms = at ? at->integer() : std::nullopt;
  if (!ms || *ms < 0 || *ms > kEndOfYear9999) return std::nullopt;
  return Instant{std::chrono::milliseconds{*ms}};
}

Answer read_answer(const Document& verdict, int preset) {
  Answer answer{.status = preset};
  const auto reply = verdict.member("reply");
  if (!reply) return answer;
  if (const auto status = reply->member("status"))
    answer.status = static_cast<int>(status->integer().value_or(preset));
  if (answer.status < 200 || answer.status > 599) answer.status = preset;
  answer.content_type = text_of(*reply, "content_type");
  answer.body = text_of(*reply, "body");
  return answer;
}

/// Fills in a receipt; answers what is wrong with it, or nothing.
std::string read_receipt(const Document& event, domain::Receipt& receipt) {
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
  return {};
}

domain::WebhookElement read_element(const Document& event, const domain::ChannelId& channel,
                                    const std::string& own_key) {
  domain::WebhookElement element{.dedupe_key = key_of(event), .event_json = event.compact()};
  if (element.dedupe_key.empty() || element.dedupe_key.size() > kLongestKey) {
    element.skipped = "the plugin gave no dedupe_key of 1 to 190 bytes";
    element.dedupe_key = own_key;
    return element;
  }
  const std::string kind = cut_text(event, "kind", kLongestKind);
  if (kind != "receipt") {
    element.skipped = "kept: events of kind '" + kind + "' are not applied by this release";
    return element;
  }
  domain::Receipt receipt{.channel = channel};
  element.skipped = read_receipt(event, receipt);
  if (element.skipped.empty()) element.receipt = std::move(receipt);
  return element;
}

}  // namespace

Result<Reading> read_webhook_reply(const domain::ProviderReply& reply, const domain::ChannelId& channel,
                                   const std::string& webhook_id) {
  const auto bad = [](std::string what) {
    return Error{.code = Errc::Internal,
                 .reason = "bad_events",
                 .detail = "the plugin answered a webhook with " + std::move(what)};
  };
  const auto document = json::parse(reply.json, {.depth = 32, .bytes = std::size_t{16} << 20U});
  if (!document) return bad(document.error().detail);
  const auto verdict = document->member("verdict");
  if (!verdict) return bad("a request to make first, which this release does not do");
  const std::string kind = text_of(*verdict, "kind");
  if (kind == "refused")
    return Reading{Refused{.code = text_of(*verdict, "code"), .answer = read_answer(*verdict, 403)}};
  if (kind != "events") return bad("the verdict '" + kind.substr(0, 32) + "'");
  Genuine genuine{.answer = read_answer(*verdict, 200)};
  const auto events = verdict->member("events");
  if (!events || events->kind() != json::Kind::Array) return bad("no list of events");
  for (const Document& event : events->elements())
    genuine.elements.push_back(
        read_element(event, channel, webhook_id + ":" + std::to_string(genuine.elements.size())));
  return Reading{std::move(genuine)};
}

std::string webhook_input(const Callback& callback, const std::string& public_url, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count()).begin_object("request");
  out.text("method", callback.method)
      .text("url", public_url + callback.target)
      .text("target", callback.target);
  if (callback.target.find('?') != std::string::npos) out.text("query", callback.query);
  out.begin_array("headers");
  for (const auto& [name, value] : callback.headers) out.begin_array().text(name).text(value).end_array();
  out.end_array().text("remote_ip", callback.remote_ip).end_object();
  return out.end_object().take();
}

}  // namespace herald::inbound
