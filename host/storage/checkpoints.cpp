#include "host/storage/checkpoints.hpp"

#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

// Looks up the end of each shard in the primary key; max(seq) over the whole journal would read all of it.
constexpr std::string_view kOpenEnds =
    "select o.shard, j.seq, j.chain_hash, coalesce(c.seq, 0), c.created_at from shard_lease o "
    "join journal j on j.shard = o.shard "
    "and j.seq = (select max(k.seq) from journal k where k.shard = o.shard) "
    "left join journal_checkpoint c on c.shard = o.shard "
    "and c.seq = (select max(d.seq) from journal_checkpoint d where d.shard = o.shard) "
    "where o.writer = ? and (c.seq is null or c.seq < j.seq) order by o.shard";
constexpr std::string_view kHeads =
    "select o.shard, j.seq, j.chain_hash from shard_lease o join journal j on j.shard = o.shard "
    "and j.seq = (select max(k.seq) from journal k where k.shard = o.shard) order by o.shard";
constexpr std::string_view kNewest =
    "select o.shard, c.seq, c.chain_hash from shard_lease o join journal_checkpoint c on c.shard = o.shard "
    "and c.seq = (select max(d.seq) from journal_checkpoint d where d.shard = o.shard) order by o.shard";
constexpr std::string_view kReadCheckpoints =
    "select shard, seq, chain_hash, public_key, signature from journal_checkpoint "
    "where shard = ? and seq > ? and seq <= ? order by seq";

const Insert kInsertCheckpoint{
    .order = 210,
    .head =
        "insert into journal_checkpoint (shard, seq, chain_hash, node, public_key, signature, created_at) "
        "values ",
    .group = "(?,?,?,?,?,?,?)"};

domain::OpenEnd read_open_end(const Row& row) {
  return {.shard = static_cast<int>(row[0].number()),
          .head = {.seq = row[1].number(), .hash = row[2].text},
          .covered = row[3].number(),
          .covered_at = row[4].instant()};
}

domain::Checkpoint read_checkpoint(const Row& row) {
  return {.shard = static_cast<int>(row[0].number()),
          .seq = row[1].number(),
          .chain_hash = row[2].text,
          .public_key = row[3].text,
          .signature = row[4].text};
}

}  // namespace

Result<std::vector<domain::OpenEnd>> StoredCheckpoints::open_ends() {
  return pool_.read<std::vector<domain::OpenEnd>>([&](Connection& db) {
    std::vector<domain::OpenEnd> out;
    for (const Row& row : db.query(kOpenEnds, 5, Row{node_})) out.push_back(read_open_end(row));
    return out;
  });
}

Result<std::map<int, domain::ChainHead>> StoredCheckpoints::ends(std::string_view sql) {
  return pool_.read<std::map<int, domain::ChainHead>>([&](Connection& db) {
    std::map<int, domain::ChainHead> out;
    for (const Row& row : db.query(sql, 3))
      out[static_cast<int>(row[0].number())] = {.seq = row[1].number(), .hash = row[2].text};
    return out;
  });
}

Result<std::map<int, domain::ChainHead>> StoredCheckpoints::heads() { return ends(kHeads); }

Result<std::map<int, domain::ChainHead>> StoredCheckpoints::newest() { return ends(kNewest); }

Result<std::vector<domain::Checkpoint>> StoredCheckpoints::read(int shard, std::int64_t after,
                                                                std::int64_t until) {
  return pool_.read<std::vector<domain::Checkpoint>>([&](Connection& db) {
    std::vector<domain::Checkpoint> out;
    for (const Row& row : db.query(kReadCheckpoints, 5, Row{shard, after, until}))
      out.push_back(read_checkpoint(row));
    return out;
  });
}

void StoredCheckpoints::append(std::vector<domain::Checkpoint> checkpoints, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [](Batch&) {},
      [node = node_, checkpoints = std::move(checkpoints)](Batch& batch) -> Result<Done> {
        for (const domain::Checkpoint& each : checkpoints)
          batch.insert(kInsertCheckpoint, {each.shard, each.seq, each.chain_hash, node, each.public_key,
                                           each.signature, batch.now()});
        return Done{};
      },
      std::move(done));
}

}  // namespace herald::storage
