#include "host/storage/consent.hpp"

#include <array>

#include "host/base/json_text.hpp"
#include "host/storage/conversation.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::ConsentChange;

Row barrier_cells(const domain::TenantId& tenant, const domain::AddressKey& address,
                  const std::string& channel_type) {
  return {tenant, address.kind, address.normalised, channel_type};
}

const BarrierState* barrier_at(Batch& batch, const domain::TenantId& tenant,
                               const domain::AddressKey& address, const std::string& channel_type) {
  const BarrierState* of_all = batch.suppressions.find(barrier_cells(tenant, address, ""));
  return of_all != nullptr ? of_all : batch.suppressions.find(barrier_cells(tenant, address, channel_type));
}

/// Providers tell of other addresses only where addresses are numbers; the rest are spared the look.
bool has_other_names(const domain::AddressKey& address) {
  return address.kind == "whatsapp" || address.kind == "phone";
}

Suppressing sought(const domain::TenantId& tenant, const ConsentChange& change, const std::string& type,
                   std::string_view reason) {
  return {.tenant = tenant, .address = change.address, .channel_type = type, .reason = std::string{reason}};
}

/// What an opt-in may lift.
std::array<Suppressing, 3> liftable(const domain::TenantId& tenant, const ConsentChange& change) {
  return {sought(tenant, change, change.channel_type, kOptOut), sought(tenant, change, "", kOptOut),
          sought(tenant, change, change.channel_type, kBlocked)};
}

std::string wish_data(const WishSource& source, const std::string& reason, const std::string& type) {
  std::string data = "{\"reason\":" + quote_json(reason) + ",\"channel\":" + quote_json(source.channel.text);
  if (!type.empty()) data += ",\"channel_type\":" + quote_json(type);
  return data + "}";
}

std::string teller(const WishSource& source) { return "provider:" + source.channel.text; }

std::string opt_out(Batch& batch, const ConsentChange& change, const WishSource& source) {
  Suppressing one = sought(source.tenant, change, change.channel_type, change.reason);
  one.id = change.new_suppression_id;
  one.evidence_json = change.evidence_json;
  one.source = teller(source);
  one.at = change.at;
  one.cause = source.cause;
  one.actor = teller(source);
  one.data_json = wish_data(source, change.reason, change.channel_type);
  return suppress(batch, one) ? "" : "the address had opted out before";
}

void lift(Batch& batch, const ConsentChange& change, const WishSource& source, const Suppressing& one) {
  const std::string id = batch.standing.find(standing_cells(one))->id;
  batch.update(kLiftSuppression, {batch.now(), id});
  batch.standing.drop(standing_cells(one));
  batch.journal(
      domain::shard_of(id),
      {.type = "suppression.lifted",
       .tenant = source.tenant,
       .actor = teller(source),
       .subject_kind = "suppression",
       .subject = id,
       .subject_version = 2,
       .cause = source.cause,
       .data_json = wish_data(source, one.reason == kBlocked ? "unblocked" : "opt_in", change.channel_type),
       .at = batch.now()});
}

std::string opt_in(Batch& batch, const ConsentChange& change, const WishSource& source) {
  std::string nothing = "the address had not opted out";
  for (const Suppressing& one : liftable(source.tenant, change)) {
    const OptOutState* earlier = batch.standing.find(standing_cells(one));
    if (earlier == nullptr) continue;
    if (earlier->created_at.text > Cell{change.at}.text) {
      if (!nothing.empty()) nothing = "the address has opted out since";
      continue;
    }
    lift(batch, change, source, one);
    nothing.clear();
  }
  return nothing;
}

}  // namespace

void want_barrier(Batch& batch, const domain::TenantId& tenant, const domain::AddressKey& address,
                  const std::string& channel_type) {
  batch.suppressions.want(barrier_cells(tenant, address, ""));
  batch.suppressions.want(barrier_cells(tenant, address, channel_type));
  if (!has_other_names(address)) return;
  batch.known_as.want(address_cells(tenant, address));
  batch.want_barrier_of_known_as(address_cells(tenant, address), channel_type);
}

const BarrierState* find_barrier(Batch& batch, const domain::TenantId& tenant,
                                 const domain::AddressKey& address, const std::string& channel_type) {
  if (const BarrierState* own = barrier_at(batch, tenant, address, channel_type)) return own;
  if (!has_other_names(address)) return nullptr;
  const KnownAsState* other = batch.known_as.find(address_cells(tenant, address));
  if (other == nullptr) return nullptr;
  return barrier_at(batch, tenant, {address.kind, other->normalised}, channel_type);
}

Row standing_cells(const Suppressing& one) {
  return {one.tenant, one.address.kind, one.address.normalised, one.channel_type, one.reason};
}

bool suppress(Batch& batch, const Suppressing& one) {
  const Row key = standing_cells(one);
  if (batch.standing.find(key) != nullptr) return false;
  batch.insert(kInsertSuppression, {one.id, one.tenant, one.address.kind, one.address.normalised,
                                    one.channel_type, one.reason, one.evidence_json, one.source, one.at});
  batch.standing.put(key, {.id = one.id, .created_at = Cell{one.at}});
  batch.suppressions.put(barrier_cells(one.tenant, one.address, one.channel_type), {.suppression = one.id});
  batch.journal(domain::shard_of(one.id), {.type = "suppression.added",
                                           .tenant = one.tenant,
                                           .actor = one.actor,
                                           .subject_kind = "suppression",
                                           .subject = one.id,
                                           .subject_version = 1,
                                           .cause = one.cause,
                                           .data_json = one.data_json,
                                           .at = batch.now()});
  return true;
}

void want_wish(Batch& batch, const domain::TenantId& tenant, const ConsentChange& change) {
  batch.standing.want(standing_cells(sought(tenant, change, change.channel_type, change.reason)));
  for (const Suppressing& one : liftable(tenant, change)) batch.standing.want(standing_cells(one));
}

void lift_block(Batch& batch, const ConsentChange& change, const WishSource& source) {
  const Suppressing one = sought(source.tenant, change, change.channel_type, kBlocked);
  if (batch.standing.find(standing_cells(one)) != nullptr) lift(batch, change, source, one);
}

std::string apply_wish(Batch& batch, const ConsentChange& change, const WishSource& source) {
  return change.kind == ConsentChange::Kind::OptOut ? opt_out(batch, change, source)
                                                    : opt_in(batch, change, source);
}

}  // namespace herald::storage
