#include "host/storage/leases.hpp"

#include <algorithm>

#include "host/storage/fence.hpp"
#include "host/storage/selects.hpp"
#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

using domain::Claim;
using domain::ShardSet;

constexpr std::string_view kAllLeases = "select shard, writer from shard_lease";
constexpr std::string_view kAllFences = "select writer, epoch, batch, heartbeat from writer_fence";
constexpr std::string_view kLeave = "update writer_fence set heartbeat = ? where writer = ?";
const Insert kInsertLease{
    .order = 1,
    .head = "insert into shard_lease (shard, writer, epoch, heartbeat, updated_at) values ",
    .group = "(?,?,0,0,?)"};
const Update kUpdateLease{.table = "shard_lease", .key = "shard", .set = {"writer", "updated_at"}};

Error lease_moved(const std::string& detail) {
  return {.code = Errc::Conflict, .reason = "lease_moved", .detail = detail};
}

void want_leases(Batch& batch, ShardSet shards) {
  for (const int shard : shards.list()) batch.leases.want({shard});
}

std::string owner_of(Batch& batch, int shard) {
  const std::string* owner = batch.leases.find({shard});
  return owner == nullptr ? std::string{} : *owner;
}

void give(Batch& batch, ShardSet shards, const std::string& to) {
  for (const int shard : shards.list()) {
    if (batch.leases.find({shard}) == nullptr)
      batch.insert(kInsertLease, {shard, to, batch.now()});
    else
      batch.update(kUpdateLease, {to, batch.now(), shard});
    batch.leases.put({shard}, to);
  }
}

/// Why the claim cannot be had.
std::optional<Error> claim_refusal(Batch& batch, const Claim& claim) {
  for (const int shard : (claim.shards | claim.freed).list())
    if (owner_of(batch, shard) != claim.from)
      return lease_moved("shard " + std::to_string(shard) + " has another owner by now");
  if (claim.from.empty()) return std::nullopt;
  const domain::Fence* fence = batch.fences.find({claim.from});
  if (fence != nullptr && *fence != claim.seen) return lease_moved("the writer " + claim.from + " lives");
  return std::nullopt;
}

Result<Done> take(Batch& batch, const Claim& claim, const std::string& self) {
  if (auto refused = claim_refusal(batch, claim)) return *std::move(refused);
  if (!claim.from.empty()) batch.execute(kEndEpoch, {batch.now(), claim.from});
  give(batch, claim.shards, self);
  give(batch, claim.freed, "");
  return Done{};
}

}  // namespace

Result<domain::LeaseTable> StoredLeases::read() {
  return pool_.read<domain::LeaseTable>([](Connection& db) {
    domain::LeaseTable table;
    for (const Row& row : db.query(kAllLeases, 2))
      table.owners.at(static_cast<std::size_t>(row[0].number())) = row[1].text;
    for (const Row& row : db.query(kAllFences, 4)) {
      const auto [key, fence] = read_fence(row);
      table.fences[key[0].text] = fence;
    }
    return table;
  });
}

void StoredLeases::claim(Claim claim, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_,
      [claim](Batch& batch) {
        want_leases(batch, claim.shards | claim.freed);
        if (!claim.from.empty()) batch.fences.want({claim.from});
      },
      [claim, self = self_](Batch& batch) { return take(batch, claim, self); },
      [this, shards = claim.shards, done = std::move(done)](Result<Done> result) {
        if (result) owned_.set(owned_.get() | shards);
        done(std::move(result));
      });
}

void StoredLeases::release(ShardSet shards, domain::Completion<Done> done) {
  give_up(shards, false, std::move(done));
}

void StoredLeases::leave(domain::Completion<Done> done) { give_up(owned_.get(), true, std::move(done)); }

void StoredLeases::give_up(ShardSet shards, bool for_good, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [shards](Batch& batch) { want_leases(batch, shards); },
      [shards, for_good, self = self_](Batch& batch) -> Result<Done> {
        for (const int shard : shards.list())
          if (owner_of(batch, shard) != self)
            return lease_moved("shard " + std::to_string(shard) + " is not this node's");
        give(batch, shards, "");
        batch.give_up(shards);
        if (for_good) batch.execute(kLeave, {kHasLeft, self});
        return Done{};
      },
      [this, shards, done = std::move(done)](Result<Done> result) {
        if (result) owned_.set(owned_.get() - shards);
        done(std::move(result));
      });
}

}  // namespace herald::storage
