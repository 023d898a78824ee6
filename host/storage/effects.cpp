#include "host/storage/effects.hpp"

#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

const Insert kInsertCommand{.order = 120,
                            .head =
                                "insert into feature_command (id, tenant_id, plugin_id, command_key, body, "
                                "cause, depth, created_at, updated_at) values ",
                            .group = "(?,?,?,?,?,?,?,?,?)"};
constexpr std::string_view kMoveCursor =
    "update consumer_cursor set seq = ?, updated_at = ? where consumer = ? and shard = ?";

constexpr std::string_view kMoveJob =
    "update feature_job set round_at = ?, tenant_done = ?, part = ?, tries = 0, updated_at = ? "
    "where plugin_id = ? and job_name = ?";

Row cursor_cells(const domain::CursorMove& move) { return {move.consumer, move.shard}; }
Row job_cells(const domain::JobMove& move) { return {move.plugin, move.job}; }

void publish(Batch& batch, const domain::WriteSet& set, const domain::Publication& publication) {
  batch.journal(domain::shard_of(publication.subject), {.type = publication.type,
                                                        .tenant = set.tenant,
                                                        .actor = set.origin.actor,
                                                        .subject_kind = publication.subject_kind,
                                                        .subject = publication.subject,
                                                        .subject_version = 0,
                                                        .cause = set.origin.request_id,
                                                        .depth = set.origin.depth,
                                                        .data_json = publication.data_json,
                                                        .at = batch.now()});
}

}  // namespace

void want_effects(Batch& batch, const domain::Effects& effects) {
  if (effects.cursor) batch.cursors.want(cursor_cells(*effects.cursor));
  if (effects.job) batch.jobs.want(job_cells(*effects.job));
}

std::optional<Error> cursor_refusal(Batch& batch, const domain::CursorMove& move) {
  const CursorState* state = batch.cursors.find(cursor_cells(move));
  if (state != nullptr && state->seq == move.from) return std::nullopt;
  return Error{.code = Errc::Conflict,
               .reason = "cursor_moved",
               .detail = "expected the cursor of shard " + std::to_string(move.shard) + " at " +
                         std::to_string(move.from) + ", found " +
                         (state == nullptr ? "none" : std::to_string(state->seq))};
}

std::optional<Error> job_refusal(Batch& batch, const domain::JobMove& move) {
  const domain::JobState* state = batch.jobs.find(job_cells(move));
  if (state != nullptr && state->place == move.from) return std::nullopt;
  return Error{.code = Errc::Conflict,
               .reason = "job_moved",
               .detail = "expected job " + move.job + " of " + move.plugin + " where it was read, found it " +
                         (state == nullptr ? "gone" : "further on")};
}

std::optional<Error> effects_refusal(Batch& batch, const domain::Effects& effects) {
  if (effects.cursor)
    if (auto refused = cursor_refusal(batch, *effects.cursor)) return refused;
  return effects.job ? job_refusal(batch, *effects.job) : std::nullopt;
}

void move_cursor(Batch& batch, const domain::CursorMove& move) {
  batch.execute(kMoveCursor, {move.to, batch.now(), move.consumer, move.shard});
  batch.cursors.put(cursor_cells(move), {.seq = move.to});
}

void move_job(Batch& batch, const domain::JobMove& move) {
  batch.execute(kMoveJob,
                {move.to.round, move.to.tenant_done.text, move.to.part, batch.now(), move.plugin, move.job});
  domain::JobState& state = *batch.jobs.find(job_cells(move));
  state.place = move.to;
  state.tries = 0;
}

void add_effects(Batch& batch, const domain::WriteSet& set) {
  for (const domain::SendCommand& command : set.effects.commands)
    batch.insert(kInsertCommand, {command.id, set.tenant, command.plugin, command.key, command.body,
                                  command.cause, command.depth, batch.now(), batch.now()});
  for (const domain::Publication& publication : set.effects.publications) publish(batch, set, publication);
  if (set.effects.cursor) move_cursor(batch, *set.effects.cursor);
  if (set.effects.job) move_job(batch, *set.effects.job);
}

}  // namespace herald::storage
