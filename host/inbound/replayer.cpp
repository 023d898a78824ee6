#include "host/inbound/replayer.hpp"

#include "host/inbound/waiting.hpp"

namespace herald::inbound {
namespace {

/// The element as this release understands its stored event, under the id and key it has.
domain::WebhookElement read_again(const domain::WebhookElementEntry& entry, const EventPlace& place) {
  const auto event = json::parse(entry.event_json, {.depth = 64, .bytes = std::size_t{16} << 20U});
  auto element = event ? read_element(*event, static_cast<std::size_t>(entry.position), place)
                       : domain::WebhookElement{.failed = "the stored event cannot be read"};
  element.id = entry.id;
  element.dedupe_key = entry.dedupe_key;
  return element;
}

Error unknown(const char* what) {
  return {.code = Errc::NotFound,
          .reason = std::string{"unknown_"} + what,
          .detail = std::string{"there is no such "} + what};
}

}  // namespace

Result<domain::WebhookReplayed> Replayer::replay(const domain::TenantId& tenant, const std::string& webhook,
                                                 const std::string& element, domain::Origin origin) {
  const auto view = ports_.webhooks.find(tenant, webhook);
  if (!view) return view.error();
  if (view->webhook.status == "UNVERIFIED")
    return Error{.code = Errc::Conflict,
                 .reason = "webhook_unverified",
                 .detail = "the callback waits for its plugin; it is applied when that is back"};
  const auto account = ports_.accounts.open(view->webhook.channel);
  if (!account) return account.error();
  domain::WebhookReplay replay{
      .webhook = webhook, .tenant = tenant, .channel = view->webhook.channel, .origin = std::move(origin)};
  const EventPlace place{.channel = (*account)->channel,
                         .webhook = webhook,
                         .now = ports_.clock.now(),
                         .random = ports_.random,
                         .spell = ports_.spell,
                         .key_prefix = webhook};
  for (const domain::WebhookElementEntry& entry : view->elements)
    if (element.empty() || entry.id == element) replay.elements.push_back(read_again(entry, place));
  if (replay.elements.empty() && !element.empty()) return unknown("element");
  Waiting<domain::WebhookReplayed> waiting;
  ports_.webhooks.replay(std::move(replay), waiting.completion());
  auto replayed = waiting.wait(config_.store_limit);
  if (replayed || replayed.error().code == Errc::Unavailable || replayed.error().code == Errc::Timeout)
    return replayed;
  return Error{.code = Errc::Conflict,
               .reason = "element_refused",
               .detail = "the database refuses what an element says (" + replayed.error().reason +
                         "); nothing has changed, replay its elements one by one"};
}

}  // namespace herald::inbound
