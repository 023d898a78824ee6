#include "host/storage/accept.hpp"

#include <algorithm>

#include "host/base/json_text.hpp"
#include "host/storage/conversation.hpp"
#include "host/storage/media_rows.hpp"
#include "host/storage/tables.hpp"
#include "host/storage/transitions.hpp"

namespace herald::storage {
namespace {

constexpr int kCreated = 201;

Row idempotency_cells(const domain::AcceptRequest& request) {
  return {request.message.tenant, request.idempotency->key_hash};
}

Row message_row(const domain::Message& m) {
  const domain::MessageContent& c = m.content;
  return {m.id,
          m.tenant,
          m.shard,
          m.channel,
          c.channel_type,
          m.conversation,
          m.contact,
          null_if_empty(c.contact_ref),
          null_if_empty(c.lead_ref),
          m.direction,
          c.message_type,
          c.message_class,
          c.to_address,
          c.from_address,
          c.subject,
          c.body,
          null_if_empty(c.html),
          c.attachments_json,
          c.options_json,
          c.metadata_json,
          null_if_empty(c.reference),
          c.priority,
          to_text(m.status),
          m.reason,
          c.schedule_for,
          c.expires_at,
          m.version,
          kMessageRetention,
          m.contact,
          m.created_at,
          m.updated_at,
          null_if_empty(c.template_id),
          c.template_id.empty() ? Cell{} : Cell{c.template_version},
          m.error_class,
          m.error_code,
          m.error_text,
          m.held_until,
          m.segments};
}

/// Why a policy refused the message or holds it back, as further members.
std::string policy_data(const domain::Message& m, const std::string& decider) {
  if (decider.empty()) return {};
  std::string data = ",\"reason\":" + quote_json(m.reason) + ",\"plugin\":" + quote_json(decider);
  if (!m.error_class.empty()) data += ",\"class\":" + quote_json(m.error_class);
  if (m.held_until) data += ",\"until\":" + quote_json(to_rfc3339(*m.held_until));
  return data;
}

/// When the dispatcher takes the message up; a held one not later than its time is over.
Instant first_look(const domain::Message& m, Instant now) {
  if (!m.held_until) return m.content.schedule_for.value_or(now);
  return std::min(*m.held_until, m.content.expires_at.value_or(Instant::max()));
}

/// Who chose the channel, as a further member; nothing where the caller named it.
std::string route_data(domain::ChosenBy chosen_by) {
  if (chosen_by == domain::ChosenBy::Caller) return {};
  return chosen_by == domain::ChosenBy::Type ? ",\"route\":\"type\"" : ",\"route\":\"preference\"";
}

std::string accepted_data(const domain::AcceptRequest& request, const domain::Message& m) {
  return "{\"status\":" + quote_json(to_text(m.status)) + ",\"channel\":" + quote_json(m.channel.text) +
         ",\"channel_type\":" + quote_json(m.content.channel_type) +
         ",\"conversation\":" + quote_json(m.conversation.text) +
         (m.content.template_id.empty()
              ? ""
              : ",\"template\":" + quote_json(m.content.template_id) +
                    ",\"template_version\":" + std::to_string(m.content.template_version)) +
         (m.resend_of.empty() ? "" : ",\"resend_of\":" + quote_json(m.resend_of.text)) +
         route_data(request.chosen_by) + policy_data(m, request.decider) + "}";
}

}  // namespace

AcceptOperation::AcceptOperation(domain::AcceptRequest request, domain::WorkSink& sink,
                                 domain::Completion<domain::Accepted> done)
    : request_{std::move(request)}, sink_{sink}, done_{std::move(done)} {}

void AcceptOperation::keys(Batch& batch) const {
  const domain::Message& message = request_.message;
  batch.channels.want({message.channel});
  want_home(batch, message, request_.address);
  if (!message.content.reference.empty()) batch.references.want({message.tenant, message.content.reference});
  if (request_.idempotency) batch.idempotency.want(idempotency_cells(request_));
  if (!message.resend_of.empty()) batch.messages.want({message.resend_of});
  want_media(batch, request_.media);
}

/// What stands against sending that message again, if it is to be.
std::optional<Error> AcceptOperation::resend_refusal(Batch& batch) const {
  if (request_.message.resend_of.empty()) return std::nullopt;
  const MessageState* first = batch.messages.find({request_.message.resend_of});
  if (first == nullptr || first->tenant != request_.message.tenant.text)
    return Error{.code = Errc::NotFound, .reason = "unknown_message", .detail = "there is no such message"};
  if (domain::undelivered(first->status)) return std::nullopt;
  return Error{.code = Errc::Conflict,
               .reason = "not_resendable",
               .detail = "only a message that certainly did not arrive is sent again; this one is " +
                         std::string{to_text(first->status)}};
}

std::optional<Error> AcceptOperation::refusal(Batch& batch) const {
  const domain::Message& message = request_.message;
  if (batch.find_channel(message.tenant, message.channel) == nullptr)
    return Error{
        .code = Errc::NotFound, .reason = "unknown_channel", .detail = "the channel does not exist any more"};
  const std::string& reference = message.content.reference;
  if (!reference.empty() && batch.references.find({message.tenant, reference}) != nullptr)
    return Error{.code = Errc::Conflict,
                 .reason = "reference_taken",
                 .detail = "another message has this reference",
                 .problems = {{"/reference", "is taken by another message"}}};
  return resend_refusal(batch);
}

bool AcceptOperation::replay(Batch& batch) {
  if (!request_.idempotency) return false;
  const IdempotencyState* earlier = batch.idempotency.find(idempotency_cells(request_));
  if (earlier == nullptr) return false;
  if (earlier->body_hash == request_.idempotency->body_hash) {
    replayed_ = earlier->resource;
  } else {
    refused_ = Error{.code = Errc::Mismatch,
                     .reason = "idempotency_mismatch",
                     .detail = "this Idempotency-Key was used with another request body"};
  }
  return true;
}

void AcceptOperation::evaluate(Batch& batch) {
  refused_.reset();
  replayed_.clear();
  if (replay(batch)) return;
  if (refused_ = refusal(batch); refused_) return;
  message_ = request_.message;
  const AddressState home =
      find_or_open_conversation(batch, message_, request_.address, request_.new_address_id);
  message_.contact = domain::ContactId{home.contact};
  message_.conversation = domain::ConversationId{home.conversation};
  add_message(batch);
}

void AcceptOperation::add_message(Batch& batch) {
  message_.created_at = message_.updated_at = batch.now();
  const domain::Message& m = message_;
  batch.insert(kInsertMessage, message_row(m));
  add_media(batch, m, request_.media, "outbound");
  if (!m.content.reference.empty()) batch.references.put({m.tenant, m.content.reference}, {});
  if (!m.content.template_id.empty() && !domain::settled(m.status))
    batch.count_template_use(m.tenant, m.content.template_id);
  if (!domain::settled(m.status))
    batch.insert(kInsertWork, {m.id, m.shard, m.tenant, m.channel, m.content.priority,
                               first_look(m, batch.now()), batch.now()});
  if (request_.idempotency) {
    const domain::IdempotencyClaim& claim = *request_.idempotency;
    batch.insert(kInsertIdempotency, {m.tenant, claim.key_hash, claim.body_hash, kCreated, m.id, batch.now(),
                                      claim.expires_at, null_if_empty(claim.response)});
    batch.idempotency.put(idempotency_cells(request_), {.body_hash = claim.body_hash, .resource = m.id.text});
  }
  batch.journal(m.shard, {.type = "message.accepted",
                          .tenant = m.tenant,
                          .actor = request_.origin.actor,
                          .subject_kind = "message",
                          .subject = m.id.text,
                          .subject_version = m.version,
                          .cause = request_.origin.request_id,
                          .depth = request_.origin.depth,
                          .data_json = accepted_data(request_, m),
                          .at = batch.now()});
  if (!m.resend_of.empty()) link_to_first(batch);
}

/// The new message names the first one in its row, the first one names the new one in its timeline.
void AcceptOperation::link_to_first(Batch& batch) {
  batch.update(kUpdateMessageResend, {message_.resend_of, message_.id});
  MessageState& first = *batch.messages.find({message_.resend_of});
  ++first.version;
  storage::store(batch, first);
  note(batch, first,
       {.type = "message.resent",
        .actor = request_.origin.actor,
        .cause = request_.origin.request_id,
        .data_json = "{\"message\":" + quote_json(message_.id.text) + "}"});
}

void AcceptOperation::complete(const std::optional<Error>& failure) {
  if (failure) return done_(*failure);
  if (refused_) return done_(*refused_);
  if (!replayed_.empty()) {
    domain::Message earlier;
    earlier.id = domain::MessageId{replayed_};
    return done_(domain::Accepted{.message = std::move(earlier), .replayed = true});
  }
  if (!domain::settled(message_.status))
    sink_.offer({.message = message_, .due_at = first_look(message_, message_.created_at)});
  done_(domain::Accepted{.message = std::move(message_)});
}

}  // namespace herald::storage
