#include "host/storage/ownership.hpp"

#include "host/domain/ids.hpp"
#include "host/storage/connection.hpp"
#include "host/storage/statements.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kOtherOwners =
    "select distinct writer from shard_lease where writer <> ? order by writer";
constexpr std::string_view kFenceOf = "select epoch, batch from writer_fence where writer = ?";
constexpr std::string_view kFenceOff =
    "update writer_fence set last_batch = batch, epoch = epoch + 1, batch = 0, updated_at = ? where writer = "
    "?";
constexpr std::string_view kForgetLeases = "delete from shard_lease where shard >= 0";
const Insert kTakeShards{
    .order = 1,
    .head = "insert into shard_lease (shard, writer, epoch, heartbeat, updated_at) values ",
    .group = "(?,?,?,?,?)"};
constexpr std::chrono::milliseconds kLookEvery{250};

std::vector<Row> fences(Connection& db, const std::vector<Row>& owners) {
  std::vector<Row> all;
  for (const Row& owner : owners) {
    const std::vector<Row> fence = db.query(kFenceOf, 2, owner);
    all.push_back(fence.empty() ? Row{} : fence[0]);
  }
  return all;
}

void take(Connection& db, const OwnershipConfig& config, const std::vector<Row>& owners, Instant now) {
  db.begin();
  for (const Row& owner : owners) db.execute(kFenceOff, Row{now, owner[0]});
  db.execute(kForgetLeases);
  std::vector<Row> leases;
  for (int shard = 0; shard < domain::kShards; ++shard) leases.push_back({shard, config.writer, 0, 0, now});
  insert_rows(db, kTakeShards, leases);
  db.commit();
}

Error other_node(const std::string& name) {
  return {.code = Errc::Conflict,
          .reason = "other_node_live",
          .detail = "expected to be the only writer of this database; found the live node '" + name +
                    "': stop it first, or give this node a database of its own"};
}

}  // namespace

Result<Done> take_shards(const OwnershipConfig& config, const Clock& clock,
                         const std::function<void(std::chrono::milliseconds)>& pause) {
  try {
    Connection db{config.url, Access::Write};
    const std::vector<Row> owners = db.query(kOtherOwners, 1, Row{config.writer});
    const std::vector<Row> before = fences(db, owners);
    const Tick until = clock.tick() + config.observation;
    while (!owners.empty() && clock.tick() < until) {
      pause(kLookEvery);
      const std::vector<Row> after = fences(db, owners);
      for (std::size_t i = 0; i < owners.size(); ++i)
        if (after[i] != before[i]) return other_node(owners[i][0].text);
    }
    take(db, config, owners, clock.now());
    return Done{};
  } catch (const StorageFailure& failure) {
    return failure.error();
  }
}

}  // namespace herald::storage
