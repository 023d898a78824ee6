#include "host/inbound/events.hpp"

#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

using json::Document;

constexpr std::size_t kLongestKey = 190;
constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kLongestDetail = 200;
constexpr std::size_t kLongestProviderId = 255;

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

Answer read_answer(const Document& verdict, int preset) {
  Answer answer{.status = preset};
  const auto reply = verdict.member("reply");
  if (!reply) return answer;
  if (const auto status = reply->member("status")) answer.status = static_cast<int>(status->integer().value_or(preset));
  if (answer.status < 200 || answer.status > 599) answer.status = preset;
  answer.content_type = text_of(*reply, "content_type");
  answer.body = text_of(*reply, "body");
  return answer;
}

/// Fills in a receipt; answers what is wrong with it, or nothing.
std::string read_receipt(const Document& event, domain::Receipt& receipt) {
  const auto state = domain::attempt_state(text_of(event, "state"));
  if (!state) return "a receipt without a known state";
  receipt.state = *state;
  receipt.provider_id = text_of(event, "provider_id");
  receipt.attempt_ref = text_of(event, "attempt_ref");
  if (receipt.provider_id.size() > kLongestProviderId) return "a provider_id longer than 255 bytes";
  if (receipt.provider_id.empty() && receipt.attempt_ref.empty()) return "a receipt without provider_id and attempt_ref";
  receipt.error_class = cut_text(event, "class", kLongestCode);
  receipt.error_code = cut_text(event, "code", kLongestCode);
  receipt.error_text = cut_text(event, "text", kLongestText);
  receipt.detail = cut_text(event, "detail", kLongestDetail);
  if (const auto at = event.member("occurred_at_ms"))
    if (const auto ms = at->integer()) receipt.occurred_at = Instant{std::chrono::milliseconds{*ms}};
  return {};
}

domain::WebhookElement read_element(const Document& event, const domain::ChannelId& channel, const std::string& own_key) {
  domain::WebhookElement element{.dedupe_key = text_of(event, "dedupe_key"), .event_json = event.compact()};
  if (element.dedupe_key.empty() || element.dedupe_key.size() > kLongestKey) {
    element.skipped = "the plugin gave no dedupe_key of 1 to 190 bytes";
    element.dedupe_key = own_key;
    return element;
  }
  const std::string kind = text_of(event, "kind");
  if (kind != "receipt") {
    element.skipped = "kept: events of kind '" + kind.substr(0, 32) + "' are not applied by this release";
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
    return Error{.code = Errc::Internal, .reason = "bad_events", .detail = "the plugin answered a webhook with " + std::move(what)};
  };
  const auto document = json::parse(reply.json, {.depth = 32, .bytes = std::size_t{16} << 20U});
  if (!document) return bad(document.error().detail);
  const auto verdict = document->member("verdict");
  if (!verdict) return bad("a request to make first, which this release does not do");
  const std::string kind = text_of(*verdict, "kind");
  if (kind == "refused") return Reading{Refused{.code = text_of(*verdict, "code"), .answer = read_answer(*verdict, 403)}};
  if (kind != "events") return bad("the verdict '" + kind.substr(0, 32) + "'");
  Genuine genuine{.answer = read_answer(*verdict, 200)};
  const auto events = verdict->member("events");
  for (const Document& event : events ? events->elements() : std::vector<Document>{})
    genuine.elements.push_back(read_element(event, channel, webhook_id + ":" + std::to_string(genuine.elements.size())));
  return Reading{std::move(genuine)};
}

std::string webhook_input(const Callback& callback, const std::string& public_url, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count()).begin_object("request");
  out.text("method", callback.method).text("url", public_url + callback.target).text("target", callback.target);
  if (callback.target.find('?') != std::string::npos) out.text("query", callback.query);
  out.begin_array("headers");
  for (const auto& [name, value] : callback.headers) out.begin_array().text(name).text(value).end_array();
  out.end_array().text("remote_ip", callback.remote_ip).end_object();
  return out.end_object().take();
}

}  // namespace herald::inbound
