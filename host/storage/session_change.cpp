#include "host/storage/session_change.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "host/base/json_text.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::ConversationChange;
using domain::ConversationReading;

/// Not while another conversation is the contact's open one.
constexpr std::string_view kLetContactGo =
    "update contact set session_id = null, updated_at = ? where id = ? and session_id = ?";
/// Whoever has read meanwhile has counted the same messages: then nothing is to be taken away again.
constexpr std::string_view kCountRead =
    "update communication_session set unread_count = unread_count - ?, read_count = read_count + ?, "
    "updated_at = ? where id = ? and read_count = ?";

/// A business event about a conversation; `version` 0 where people changed nothing of it.
domain::Event session_event(std::string type, const domain::TenantId& tenant,
                            const domain::ConversationId& id, const domain::Origin& origin) {
  return {.type = std::move(type),
          .tenant = tenant,
          .actor = origin.actor,
          .subject_kind = "conversation",
          .subject = id.text,
          .cause = origin.request_id,
          .depth = origin.depth};
}

void journal_session(Batch& batch, domain::Event event, std::int64_t version, std::string data) {
  event.subject_version = version;
  event.data_json = std::move(data);
  event.at = batch.now();
  const int shard = domain::shard_of(event.subject);
  batch.journal(shard, std::move(event));
}

/// Sets what is wished and differs; its name is noted then.
template <class T>
void change_to(T& present, const std::optional<T>& wish, const char* name, std::vector<std::string>& fields) {
  if (!wish || *wish == present) return;
  present = *wish;
  fields.emplace_back(name);
}

std::vector<std::string> change_state(SessionState& state, const ConversationChange& change, Instant now) {
  std::vector<std::string> fields;
  change_to(state.starred, change.starred, "is_starred", fields);
  change_to(state.archived, change.archived, "is_archived", fields);
  change_to(state.lead, change.lead_ref, "lead_id", fields);
  change_to(state.subject, change.subject, "subject", fields);
  const std::size_t before = fields.size();
  change_to(state.agent, change.agent_ref, "agent_id", fields);
  if (fields.size() > before) state.assigned_at = state.agent.empty() ? Cell{} : Cell{now};
  if (change.close && !state.closed) fields.emplace_back("status");
  return fields;
}

void close(Batch& batch, SessionState& state, const ConversationChange& change) {
  state.closed = true;
  batch.update(kCloseSession, {"COMPLETED", batch.now(), change.id});
  batch.execute(kLetContactGo, {batch.now(), state.contact, change.id});
  batch.let_go(change.id.text);
}

std::string fields_data(const std::vector<std::string>& fields) {
  std::string list;
  for (const std::string& field : fields) list += (list.empty() ? "" : ",") + quote_json(field);
  return "{\"fields\":[" + list + "]}";
}

Result<Done> change_session(Batch& batch, const ConversationChange& change) {
  SessionState* state = batch.sessions.find({change.tenant, change.id});
  if (state == nullptr) return unknown_session();
  if (change.revision && *change.revision != state->revision)
    return Error{.code = Errc::Stale,
                 .reason = "revision_changed",
                 .detail = "expected revision " + std::to_string(*change.revision) + ", found " +
                           std::to_string(state->revision)};
  const bool closes = change.close && !state->closed;
  const std::vector<std::string> fields = change_state(*state, change, batch.now());
  if (fields.empty()) return Done{};
  ++state->revision;
  if (closes) close(batch, *state, change);
  batch.update(kUpdateSession,
               {null_if_empty(state->agent), null_if_empty(state->lead), state->subject, int{state->starred},
                int{state->archived}, state->assigned_at, state->revision, batch.now(), change.id});
  journal_session(batch,
                  session_event(closes ? "conversation.closed" : "conversation.updated", change.tenant,
                                change.id, change.origin),
                  state->revision, fields_data(fields));
  return Done{};
}

Result<Done> read_session(Batch& batch, const ConversationReading& reading,
                          const std::optional<std::int64_t>& seen) {
  SessionState* state = batch.sessions.find({reading.tenant, reading.id});
  if (state == nullptr) return unknown_session();
  const std::int64_t more = seen ? *seen - state->read : state->unread;
  if (more <= 0) return Done{};
  batch.execute(kCountRead, {more, more, batch.now(), reading.id, state->read});
  state->unread -= more;
  state->read += more;
  std::string data = "{\"messages\":" + std::to_string(more);
  if (!reading.up_to.empty()) data += ",\"up_to\":" + quote_json(reading.up_to.text);
  journal_session(batch, session_event("conversation.read", reading.tenant, reading.id, reading.origin), 0,
                  data + "}");
  return Done{};
}

}  // namespace

void submit_change(Writer& writer, ConversationChange change, domain::Completion<Done> done) {
  // Shared by the two functions of the step.
  const auto shared = std::make_shared<const ConversationChange>(std::move(change));
  submit_step<Done>(
      writer, [shared](Batch& batch) { batch.sessions.want({shared->tenant, shared->id}); },
      [shared](Batch& batch) { return change_session(batch, *shared); }, std::move(done));
}

void submit_reading(Writer& writer, ConversationReading reading, std::optional<std::int64_t> seen,
                    domain::Completion<Done> done) {
  const auto shared = std::make_shared<const ConversationReading>(std::move(reading));
  submit_step<Done>(
      writer, [shared](Batch& batch) { batch.sessions.want({shared->tenant, shared->id}); },
      [shared, seen](Batch& batch) { return read_session(batch, *shared, seen); }, std::move(done));
}

Error unknown_session() {
  return {.code = Errc::NotFound, .reason = "unknown_session", .detail = "there is no such session"};
}

}  // namespace herald::storage
