#include "host/storage/suppressions.hpp"

#include <algorithm>

#include "host/base/json_text.hpp"
#include "host/storage/consent.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::Suppression;
using domain::SuppressionAdded;

const std::string kSuppressionHead =
    "select p.id, p.tenant_id, p.kind, p.normalised, p.channel_type, p.reason, p.evidence, p.source, "
    "p.created_at, p.lifted_at from suppression p where p.tenant_id = ? ";
constexpr std::size_t kSuppressionColumns = 10;
const std::string kSuppressionFilter =
    "case when (p.created_at < ? or (p.created_at = ? and p.id < ?)) "
    "and (? = '' or p.kind = ?) and (? = '' or p.normalised = ?) and (? = '' or p.channel_type = ?) "
    "and (? = '' or p.reason = ?) and (? = '' or case when p.lifted_at is null then 'yes' else 'no' end = ?) "
    "then 1 else 0 end = 1 ";
const std::string kSuppressionsOfTenant = kSuppressionHead + "and p.created_at <= ? and " +
                                          kSuppressionFilter + "order by p.created_at desc, p.id desc limit ";
/// A few rows, sorted by an expression: by the column alone, SQLite would rather walk the other index.
const std::string kSuppressionsOfAddress = kSuppressionHead + "and p.kind = ? and p.normalised = ? and " +
                                           kSuppressionFilter +
                                           "order by coalesce(p.created_at, '') desc, p.id desc limit ";
const std::string kFindSuppression = kSuppressionHead + "and p.id = ?";

Suppression read_suppression(const Row& row) {
  return {.id = row[0].text,
          .tenant = domain::TenantId{row[1].text},
          .address = {.kind = row[2].text, .normalised = row[3].text},
          .channel_type = row[4].text,
          .reason = row[5].text,
          .evidence_json = row[6].text,
          .source = row[7].text,
          .created_at = row[8].instant().value(),
          .lifted_at = row[9].instant()};
}

Suppressing suppressing_of(const Suppression& one, const domain::Origin& origin, Instant now) {
  std::string data = "{\"reason\":" + quote_json(one.reason);
  if (!one.channel_type.empty()) data += ",\"channel_type\":" + quote_json(one.channel_type);
  return {.tenant = one.tenant,
          .address = one.address,
          .channel_type = one.channel_type,
          .reason = one.reason,
          .id = one.id,
          .evidence_json = one.evidence_json,
          .source = one.source,
          .at = now,
          .cause = origin.request_id,
          .actor = origin.actor,
          .data_json = data + "}"};
}

/// What an addition decides: the suppression as it stands, its creation time the batch's, or the id of the
/// one that stood before.
SuppressionAdded add_suppression(Batch& batch, const Suppression& wish, const domain::Origin& origin) {
  const Suppressing one = suppressing_of(wish, origin, batch.now());
  SuppressionAdded added{.suppression = wish, .existed = !suppress(batch, one)};
  added.suppression.created_at = batch.now();
  if (added.existed) added.suppression.id = batch.standing.find(standing_cells(one))->id;
  return added;
}

void lift_suppression(Batch& batch, const Suppression& one, const domain::Origin& origin) {
  const Row key = standing_cells(suppressing_of(one, origin, batch.now()));
  const OptOutState* state = batch.standing.find(key);
  if (state == nullptr) return;  // lifted meanwhile
  if (state->id == one.id) batch.standing.drop(key);
  batch.update(kLiftSuppression, {batch.now(), one.id});
  batch.journal(domain::shard_of(one.id), {.type = "suppression.lifted",
                                           .tenant = one.tenant,
                                           .actor = origin.actor,
                                           .subject_kind = "suppression",
                                           .subject = one.id,
                                           .subject_version = 2,
                                           .cause = origin.request_id,
                                           .data_json = "{\"reason\":" + quote_json(one.reason) + "}",
                                           .at = batch.now()});
}

}  // namespace

ListQuery suppression_query(const domain::TenantId& tenant, const domain::SuppressionFilter& filter,
                            const ListPlace& after) {
  const bool one_address = !filter.kind.empty() && !filter.address.empty();
  ListQuery query{.sql = one_address ? kSuppressionsOfAddress : kSuppressionsOfTenant, .cells = {tenant}};
  if (one_address)
    query.cells.insert(query.cells.end(), {filter.kind, filter.address});
  else
    query.cells.push_back(after.at);
  const std::string active = !filter.active ? "" : *filter.active ? "yes" : "no";
  query.cells.insert(query.cells.end(), {after.at, after.at, after.id});
  for (const std::string* text :
       {&filter.kind, &filter.address, &filter.channel_type, &filter.reason, &active})
    query.cells.insert(query.cells.end(), {*text, *text});
  return query;
}

Result<domain::Page<Suppression>> StoredSuppressions::list(const domain::TenantId& tenant,
                                                           const domain::SuppressionFilter& filter,
                                                           const std::string& cursor, int limit) {
  limit = std::max(limit, 1);
  const ListQuery query = suppression_query(tenant, filter, read_place(cursor));
  return pool_.read<domain::Page<Suppression>>([&](Connection& db) {
    domain::Page<Suppression> page;
    std::ranges::transform(db.query(query.sql + std::to_string(limit + 1), kSuppressionColumns, query.cells),
                           std::back_inserter(page.items), read_suppression);
    if (page.items.size() > static_cast<std::size_t>(limit)) {
      page.items.pop_back();
      page.next_cursor = to_text(ListPlace{to_sql(page.items.back().created_at), page.items.back().id});
    }
    return page;
  });
}

Result<Suppression> StoredSuppressions::find(const domain::TenantId& tenant, const std::string& id) {
  auto found = pool_.read<std::optional<Suppression>>([&](Connection& db) -> std::optional<Suppression> {
    const std::vector<Row> rows = db.query(kFindSuppression, kSuppressionColumns, Row{tenant, id});
    return rows.empty() ? std::nullopt : std::optional{read_suppression(rows[0])};
  });
  if (!found) return found.error();
  if (*found) return **std::move(found);
  return Error{
      .code = Errc::NotFound, .reason = "unknown_suppression", .detail = "there is no such suppression"};
}

void StoredSuppressions::add(Suppression suppression, domain::Origin origin,
                             domain::Completion<SuppressionAdded> done) {
  // Shared by the two functions of the step.
  const auto wish = std::make_shared<const Suppression>(std::move(suppression));
  submit_step<SuppressionAdded>(
      writer_,
      [wish](Batch& batch) { batch.standing.want(standing_cells(suppressing_of(*wish, {}, batch.now()))); },
      [wish, origin](Batch& batch) -> Result<SuppressionAdded> {
        return add_suppression(batch, *wish, origin);
      },
      std::move(done));
}

void StoredSuppressions::lift(const domain::TenantId& tenant, const std::string& id, domain::Origin origin,
                              domain::Completion<Done> done) {
  const auto found = find(tenant, id);
  if (!found) return done(found.error());
  if (found->lifted_at) return done(Done{});
  const auto one = std::make_shared<const Suppression>(*found);
  submit_step<Done>(
      writer_,
      [one](Batch& batch) { batch.standing.want(standing_cells(suppressing_of(*one, {}, batch.now()))); },
      [one, origin](Batch& batch) -> Result<Done> {
        lift_suppression(batch, *one, origin);
        return Done{};
      },
      std::move(done));
}

}  // namespace herald::storage
