#include "host/api/webhook_log.hpp"

#include <string>
#include <utility>

#include "host/api/lists.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 4> kWebhookFilterNames{"status", "channel_id", "received_from",
                                                              "received_until"};

Result<domain::WebhookFilter> read_webhook_filter(const Query& query) {
  std::vector<Problem> problems;
  domain::WebhookFilter filter{.status = query.text("status"),
                               .channel = domain::ChannelId{query.text("channel_id")},
                               .from = read_instant(query, "received_from", problems),
                               .until = read_instant(query, "received_until", problems)};
  if (problems.empty()) return filter;
  return invalid_query(std::move(problems));
}

void write_webhook_members(json::Writer& writer, const domain::WebhookEntry& webhook) {
  writer.text("id", webhook.id)
      .text_or_null("channel_id", webhook.channel.text)
      .text("provider", webhook.provider)
      .text("status", webhook.status)
      .text_or_null("reason", webhook.reason)
      .number("duplicates", webhook.duplicates)
      .number("body_bytes", webhook.body_bytes)
      .raw("headers", webhook.headers_json)
      .text("received_at", to_rfc3339(webhook.received_at));
  writer.text_or_null("processed_at", webhook.processed_at ? to_rfc3339(*webhook.processed_at) : "");
}

void write_webhook_entry(json::Writer& writer, const domain::WebhookEntry& webhook) {
  writer.begin_object();
  write_webhook_members(writer, webhook);
  writer.end_object();
}

std::string render_webhook(const domain::WebhookView& view) {
  json::Writer writer;
  writer.begin_object();
  write_webhook_members(writer, view.webhook);
  writer.begin_array("elements");
  for (const domain::WebhookElementEntry& element : view.elements)
    writer.begin_object()
        .text("id", element.id)
        .number("position", element.position)
        .text("dedupe_key", element.dedupe_key)
        .text("status", element.status)
        .text_or_null("reason", element.reason)
        .raw("event", element.event_json)
        .text("updated_at", to_rfc3339(element.updated_at))
        .end_object();
  writer.end_array().end_object();
  return writer.take();
}

Answer replay(const WebhookLogPorts& ports, const Call& call, const std::string& element) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  if (!call.request.body.empty()) return invalid_body({{"", "expected no body"}});
  if (!is_uuid(call.params[0])) return not_found("webhook");
  const auto replayed = ports.replayer.replay(call.principal.tenant, call.params[0], element, call.origin());
  if (!replayed) return replayed.error();
  json::Writer writer;
  writer.begin_object()
      .number("applied", replayed->applied)
      .number("unchanged", replayed->unchanged)
      .number("waiting", replayed->waiting)
      .number("skipped", replayed->skipped)
      .number("failed", replayed->failed)
      .end_object();
  http::Response response;
  response.body = writer.take();
  return response;
}

}  // namespace

Answer list_webhooks(const WebhookLogPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kWebhookFilterNames);
  if (!query) return query.error();
  const auto filter = read_webhook_filter(*query);
  if (!filter) return filter.error();
  const CursorScope scope{"webhooks", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  if (!filter->channel.empty()) {
    if (!is_uuid(filter->channel.text)) return not_found("channel");
    const auto channel = ports.channels.find(filter->channel);
    if (!channel) return channel.error();
    if (!*channel || (*channel)->tenant != call.principal.tenant) return not_found("channel");
  }
  const auto page = ports.webhooks.list(call.principal.tenant, *filter, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_webhook_entry);
}

Answer show_webhook(const WebhookLogPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  if (!is_uuid(call.params[0])) return not_found("webhook");
  const auto view = ports.webhooks.find(call.principal.tenant, call.params[0]);
  if (!view) return view.error();
  http::Response response;
  response.body = render_webhook(*view);
  return response;
}

Answer replay_webhook(const WebhookLogPorts& ports, const Call& call) { return replay(ports, call, {}); }

Answer replay_element(const WebhookLogPorts& ports, const Call& call) {
  if (!is_uuid(call.params[1])) return not_found("element");
  return replay(ports, call, call.params[1]);
}

}  // namespace herald::api
