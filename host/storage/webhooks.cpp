#include "host/storage/webhooks.hpp"

#include <algorithm>

#include "host/storage/replay.hpp"

namespace herald::storage {
namespace {

const std::string kWebhookColumns =
    "select id, channel_id, provider, status, reason, duplicates, length(body), headers, received_at, "
    "processed_at from communication_webhook_log where tenant_id = ? ";
constexpr std::size_t kWebhookColumnCount = 10;
const std::string kFindWebhook = kWebhookColumns + "and id = ?";
/// Empty filters match everything; the page ends before `received_at, id` of the cursor.
const std::string kListWebhooks =
    kWebhookColumns +
    "and (? = '' or status = ?) and (? = '' or channel_id = ?) and (? = '' or received_at >= ?) "
    "and (? = '' or received_at < ?) and (? = '' or received_at < ? or (received_at = ? and id < ?)) "
    "order by received_at desc, id desc limit ";
constexpr std::string_view kFindElements =
    "select id, position, dedupe_key, status, reason, event, updated_at from webhook_element "
    "where webhook_id = ? and tenant_id = ? order by position";
constexpr std::size_t kElementColumnCount = 7;

domain::WebhookEntry read_webhook(const Row& row) {
  return {.id = row[0].text,
          .channel = domain::ChannelId{row[1].text},
          .provider = row[2].text,
          .status = row[3].text,
          .reason = row[4].text,
          .duplicates = static_cast<int>(row[5].number()),
          .body_bytes = row[6].number(),
          .headers_json = row[7].text,
          .received_at = row[8].instant().value(),
          .processed_at = row[9].instant()};
}

domain::WebhookElementEntry read_element_entry(const Row& row) {
  return {.id = row[0].text,
          .position = static_cast<int>(row[1].number()),
          .dedupe_key = row[2].text,
          .status = row[3].text,
          .reason = row[4].text,
          .event_json = row[5].text,
          .updated_at = row[6].instant().value()};
}

Row list_cells(const domain::TenantId& tenant, const domain::WebhookFilter& filter,
               const std::string& cursor) {
  const auto text = [](const std::optional<Instant>& at) { return at ? to_sql(*at) : std::string{}; };
  const auto bar = cursor.find('|');
  const std::string at = bar == std::string::npos ? std::string{} : cursor.substr(0, bar);
  const std::string id = bar == std::string::npos ? std::string{} : cursor.substr(bar + 1);
  return {tenant.text,
          filter.status,
          filter.status,
          filter.channel.text,
          filter.channel.text,
          text(filter.from),
          text(filter.from),
          text(filter.until),
          text(filter.until),
          at,
          at,
          at,
          id};
}

}  // namespace

Result<domain::Page<domain::WebhookEntry>> StoredWebhooks::list(const domain::TenantId& tenant,
                                                                const domain::WebhookFilter& filter,
                                                                const std::string& cursor, int limit) {
  limit = std::max(limit, 1);
  return pool_.read<domain::Page<domain::WebhookEntry>>([&](Connection& db) {
    const std::vector<Row> rows = db.query(kListWebhooks + std::to_string(limit + 1), kWebhookColumnCount,
                                           list_cells(tenant, filter, cursor));
    domain::Page<domain::WebhookEntry> page;
    std::ranges::transform(rows, std::back_inserter(page.items), read_webhook);
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.pop_back();
      page.next_cursor = to_sql(page.items.back().received_at) + "|" + page.items.back().id;
    }
    return page;
  });
}

Result<domain::WebhookView> StoredWebhooks::find(const domain::TenantId& tenant, const std::string& id) {
  auto found = pool_.read<std::optional<domain::WebhookView>>(
      [&](Connection& db) -> std::optional<domain::WebhookView> {
        const std::vector<Row> rows = db.query(kFindWebhook, kWebhookColumnCount, Row{tenant.text, id});
        if (rows.empty()) return std::nullopt;
        domain::WebhookView view{.webhook = read_webhook(rows[0])};
        std::ranges::transform(db.query(kFindElements, kElementColumnCount, Row{id, tenant.text}),
                               std::back_inserter(view.elements), read_element_entry);
        return view;
      });
  if (!found) return found.error();
  if (!*found)
    return Error{.code = Errc::NotFound, .reason = "unknown_webhook", .detail = "there is no such webhook"};
  return **std::move(found);
}

void StoredWebhooks::replay(domain::WebhookReplay replay, domain::Completion<domain::WebhookReplayed> done) {
  writer_.submit(std::make_unique<ReplayOperation>(std::move(replay), std::move(done)));
}

}  // namespace herald::storage
