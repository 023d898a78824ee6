#include "host/api/channel_log.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "host/api/lists.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 1> kExchangeFilterNames{"message_id"};

void write_status(json::Writer& writer, int status) {
  if (status == 0) {
    writer.null("status");
  } else {
    writer.number("status", status);
  }
}

/// What the list and the summary have in common.
void write_outline(json::Writer& writer, const domain::Exchange& exchange) {
  writer.text("started_at", to_rfc3339(exchange.started_at))
      .number("duration_ms", exchange.duration.count())
      .text("method", exchange.method)
      .text("url", exchange.url);
  write_status(writer, exchange.status);
  writer.text_or_null("failure", exchange.failure).text_or_null("verdict", exchange.verdict);
}

void write_exchange(json::Writer& writer, const domain::Exchange& exchange) {
  writer.begin_object()
      .text("operation", exchange.op)
      .text_or_null("message_id", exchange.message.text)
      .text_or_null("attempt_id", exchange.attempt.text);
  write_outline(writer, exchange);
  writer.begin_object("request")
      .text("headers", exchange.request_head)
      .text("body", exchange.request_body)
      .end_object();
  writer.begin_object("response")
      .text("headers", exchange.response_head)
      .text("body", exchange.response_body)
      .end_object()
      .end_object();
}

/// Nothing to object to: the tenant has this channel, and this message where one is named.
std::optional<Error> refuse_ids(const ChannelLogPorts& ports, const Call& call, const std::string& message) {
  if (!is_uuid(call.params[0])) return not_found("channel");
  const auto channel = ports.channels.find(domain::ChannelId{call.params[0]});
  if (!channel) return channel.error();
  if (!*channel || (*channel)->tenant != call.principal.tenant) return not_found("channel");
  if (message.empty()) return std::nullopt;
  if (!is_uuid(message)) return not_found("message");
  const auto found = ports.messages.find(call.principal.tenant, domain::MessageId{message});
  return found ? std::nullopt : std::optional{found.error()};
}

}  // namespace

Answer list_exchanges(const ChannelLogPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kExchangeFilterNames);
  if (!query) return query.error();
  const std::string message = query->text("message_id");
  const CursorScope scope{"channel_log", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  if (auto error = refuse_ids(ports, call, message)) return *std::move(error);
  const auto page = ports.exchanges.list({.tenant = call.principal.tenant,
                                          .channel = domain::ChannelId{call.params[0]},
                                          .message = domain::MessageId{message}},
                                         *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_exchange);
}

void write_exchange_summary(json::Writer& writer, const domain::AttemptId& attempt,
                            std::span<const domain::Exchange> all) {
  const auto last = std::ranges::find(all, attempt, &domain::Exchange::attempt);
  if (last == all.end()) {
    writer.null("exchange");
    return;
  }
  writer.begin_object("exchange")
      .number("requests", std::ranges::count(all, attempt, &domain::Exchange::attempt));
  write_outline(writer, *last);
  writer.end_object();
}

}  // namespace herald::api
