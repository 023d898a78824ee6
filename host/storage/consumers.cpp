#include "host/storage/consumers.hpp"

#include <algorithm>

#include "host/base/ids.hpp"
#include "host/storage/effects.hpp"
#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

using domain::ConsumerPlace;
using domain::CursorMove;
using domain::EventAside;

// Looks up the end of each shard in the primary key.
constexpr std::string_view kConsumerHeads =
    "select o.shard, coalesce((select max(j.seq) from journal j where j.shard = o.shard), 0) "
    "from shard_lease o where o.writer = ?";
constexpr std::string_view kTries = "select shard, seq, tries from consumer_try where consumer = ?";
constexpr std::string_view kForgetTry = "delete from consumer_try where consumer = ? and shard = ?";
constexpr std::string_view kKeepTry =
    "insert into consumer_try (consumer, shard, seq, tries, updated_at) values (?,?,?,?,?)";
constexpr std::string_view kInsertAside =
    "insert into event_aside (id, tenant_id, plugin_id, shard, seq, event_type, subject_id, tries, reason, "
    "created_at, updated_at) values (?,?,?,?,?,?,?,?,?,?,?)";
const std::string kNewestAside =
    "select tenant_id, shard, seq, event_type, subject_id, tries, reason, created_at from event_aside "
    "where plugin_id = ? order by created_at desc, id desc limit ";
// Of the entry that the subject began with: later ones of a message carry none.
constexpr std::string_view kDepth =
    "select depth from journal where tenant_id = ? and subject_id = ? order by seq limit 1";
const Insert kInsertCursor{.order = 130,
                           .head = "insert into consumer_cursor (consumer, shard, seq, updated_at) values ",
                           .group = "(?,?,?,?)"};

/// The places of a consumer, those that it lacks made at the heads.
std::vector<ConsumerPlace> open_places(Batch& batch, const std::string& consumer,
                                       const std::map<int, std::int64_t>& heads) {
  std::vector<ConsumerPlace> out;
  for (const auto& [shard, head] : heads) {
    const Row key{consumer, shard};
    if (batch.cursors.find(key) == nullptr) {
      batch.insert(kInsertCursor, {consumer, shard, head, batch.now()});
      batch.cursors.put(key, {.seq = head});
    }
    out.push_back({.shard = shard, .seq = batch.cursors.find(key)->seq});
  }
  return out;
}

}  // namespace

Result<std::map<int, std::int64_t>> StoredConsumers::heads() {
  return pool_.read<std::map<int, std::int64_t>>([&](Connection& db) {
    std::map<int, std::int64_t> out;
    for (const Row& row : db.query(kConsumerHeads, 2, Row{node_}))
      out[static_cast<int>(row[0].number())] = row[1].number();
    return out;
  });
}

Result<std::map<int, ConsumerPlace>> StoredConsumers::tries(const std::string& consumer) {
  return pool_.read<std::map<int, ConsumerPlace>>([&](Connection& db) {
    std::map<int, ConsumerPlace> out;
    for (const Row& row : db.query(kTries, 3, Row{consumer}))
      out[static_cast<int>(row[0].number())] = {.tried_seq = row[1].number(),
                                                .tries = static_cast<int>(row[2].number())};
    return out;
  });
}

void StoredConsumers::open(std::string consumer, std::map<int, std::int64_t> heads,
                           domain::Completion<std::vector<ConsumerPlace>> done) {
  auto known = tries(consumer);
  if (!known) return done(std::move(known).error());
  submit_step<std::vector<ConsumerPlace>>(
      writer_,
      [consumer, heads](Batch& batch) {
        for (const auto& [shard, head] : heads) batch.cursors.want({consumer, shard});
      },
      [consumer, heads, tried = *std::move(known)](Batch& batch) -> Result<std::vector<ConsumerPlace>> {
        auto places = open_places(batch, consumer, heads);
        for (ConsumerPlace& place : places) {
          const auto found = tried.find(place.shard);
          if (found == tried.end() || found->second.tried_seq <= place.seq) continue;
          place.tried_seq = found->second.tried_seq;
          place.tries = found->second.tries;
        }
        return places;
      },
      std::move(done));
}

void StoredConsumers::advance(CursorMove move, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [move](Batch& batch) { batch.cursors.want({move.consumer, move.shard}); },
      [move](Batch& batch) -> Result<Done> {
        if (auto refused = cursor_refusal(batch, move)) return *std::move(refused);
        move_cursor(batch, move);
        return Done{};
      },
      std::move(done));
}

void StoredConsumers::note_try(CursorMove move, int tries, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [move](Batch& batch) { batch.cursors.want({move.consumer, move.shard}); },
      [move, tries](Batch& batch) -> Result<Done> {
        if (auto refused = cursor_refusal(batch, move)) return *std::move(refused);
        batch.execute(kForgetTry, {move.consumer, move.shard});
        batch.execute(kKeepTry, {move.consumer, move.shard, move.to, tries, batch.now()});
        return Done{};
      },
      std::move(done));
}

void StoredConsumers::put_aside(EventAside event, CursorMove move, domain::Completion<Done> done) {
  const std::string id = make_uuid(clock_.now(), random_);
  submit_step<Done>(
      writer_, [move](Batch& batch) { batch.cursors.want({move.consumer, move.shard}); },
      [move, event, id](Batch& batch) -> Result<Done> {
        if (auto refused = cursor_refusal(batch, move)) return *std::move(refused);
        batch.execute(kInsertAside, {id, event.tenant, event.consumer, event.shard, event.seq, event.type,
                                     event.subject, event.tries, event.reason, batch.now(), batch.now()});
        move_cursor(batch, move);
        return Done{};
      },
      std::move(done));
}

Result<std::vector<EventAside>> StoredConsumers::aside(const std::string& consumer, int limit) {
  return pool_.read<std::vector<EventAside>>([&](Connection& db) {
    std::vector<EventAside> out;
    for (const Row& row : db.query(kNewestAside + std::to_string(limit), 8, Row{consumer}))
      out.push_back({.consumer = consumer,
                     .tenant = domain::TenantId{row[0].text},
                     .shard = static_cast<int>(row[1].number()),
                     .seq = row[2].number(),
                     .type = row[3].text,
                     .subject = row[4].text,
                     .tries = static_cast<int>(row[5].number()),
                     .reason = row[6].text,
                     .at = row[7].instant().value()});
    return out;
  });
}

Result<int> StoredConsumers::depth(const domain::TenantId& tenant, const std::string& subject) {
  return pool_.read<int>([&](Connection& db) {
    return static_cast<int>(db.query(kDepth, 1, Row{tenant, subject}).at(0)[0].number());
  });
}

}  // namespace herald::storage
