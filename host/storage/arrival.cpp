#include "host/storage/arrival.hpp"

#include "host/base/json_text.hpp"
#include "host/storage/conversation.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kOptOut = "opt_out";

Row inbound_row(const domain::Message& m, Instant now) {
  const domain::MessageContent& c = m.content;
  return {m.id,
          m.tenant,
          m.shard,
          m.channel,
          c.channel_type,
          m.conversation,
          m.contact,
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
          to_text(m.status),
          m.provider_id,
          m.version,
          m.sent_at,
          now,
          kMessageRetention,
          m.contact,
          now,
          now};
}

std::string received_data(const domain::Message& m) {
  return "{\"channel\":" + quote_json(m.channel.text) +
         ",\"channel_type\":" + quote_json(m.content.channel_type) +
         ",\"conversation\":" + quote_json(m.conversation.text) +
         ",\"message_type\":" + quote_json(m.content.message_type) + "}";
}

void journal_consent(Batch& batch, const Telling& telling, const std::string& suppression,
                     const domain::ConsentChange& change) {
  const bool out = change.kind == domain::ConsentChange::Kind::OptOut;
  batch.journal(domain::shard_of(suppression),
                {.type = out ? "suppression.added" : "suppression.lifted",
                 .tenant = telling.tenant,
                 .actor = "provider:" + telling.channel.text,
                 .subject_kind = "suppression",
                 .subject = suppression,
                 .subject_version = out ? 1 : 2,
                 .cause = "webhook:" + telling.webhook,
                 .data_json = "{\"reason\":" + quote_json(out ? "opt_out" : "opt_in") +
                              ",\"channel\":" + quote_json(telling.channel.text) + "}",
                 .at = batch.now()});
}

std::string opt_out(Batch& batch, const domain::ConsentChange& change, const Telling& telling) {
  const Row key = address_cells(telling.tenant, change.address);
  if (batch.opt_outs.find(key) != nullptr) return "the address had opted out before";
  const std::string& id = change.new_suppression_id;
  batch.insert(kInsertSuppression,
               {id, telling.tenant, change.address.kind, change.address.normalised, "", kOptOut,
                change.evidence_json, "provider:" + telling.channel.text, change.at});
  batch.opt_outs.put(key, {.id = id, .created_at = Cell{change.at}});
  batch.suppressions.put(key, {});
  journal_consent(batch, telling, id, change);
  return {};
}

std::string opt_in(Batch& batch, const domain::ConsentChange& change, const Telling& telling) {
  const Row key = address_cells(telling.tenant, change.address);
  const OptOutState* earlier = batch.opt_outs.find(key);
  if (earlier == nullptr) return "the address had not opted out";
  if (earlier->created_at.text > Cell{change.at}.text) return "the address has opted out since";
  batch.update(kLiftSuppression, {batch.now(), earlier->id});
  journal_consent(batch, telling, earlier->id, change);
  batch.opt_outs.drop(key);
  return {};
}

}  // namespace

void want(Batch& batch, const domain::InboundMessage& arrival) {
  want_home(batch, arrival.message, arrival.address);
}

void want(Batch& batch, const domain::TenantId& tenant, const domain::ConsentChange& change) {
  batch.opt_outs.want(address_cells(tenant, change.address));
}

void apply(Batch& batch, const domain::InboundMessage& arrival, const Telling& telling) {
  domain::Message message = arrival.message;
  const AddressState home =
      find_or_open_conversation(batch, message, arrival.address, arrival.new_address_id);
  message.contact = domain::ContactId{home.contact};
  message.conversation = domain::ConversationId{home.conversation};
  batch.insert(kInsertInbound, inbound_row(message, batch.now()));
  batch.journal(message.shard, {.type = "message.received",
                                .tenant = message.tenant,
                                .actor = "provider:" + telling.channel.text,
                                .subject_kind = "message",
                                .subject = message.id.text,
                                .subject_version = message.version,
                                .cause = "webhook:" + telling.webhook,
                                .data_json = received_data(message),
                                .at = batch.now()});
}

std::string apply(Batch& batch, const domain::ConsentChange& change, const Telling& telling) {
  return change.kind == domain::ConsentChange::Kind::OptOut ? opt_out(batch, change, telling)
                                                            : opt_in(batch, change, telling);
}

}  // namespace herald::storage
