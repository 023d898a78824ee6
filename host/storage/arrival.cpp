#include "host/storage/arrival.hpp"

#include "host/base/json_text.hpp"
#include "host/storage/consent.hpp"
#include "host/storage/conversation.hpp"
#include "host/storage/media_rows.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

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

std::string received_data(const domain::Message& m, const std::string& keyword) {
  return "{\"channel\":" + quote_json(m.channel.text) +
         ",\"channel_type\":" + quote_json(m.content.channel_type) +
         ",\"conversation\":" + quote_json(m.conversation.text) +
         ",\"message_type\":" + quote_json(m.content.message_type) +
         (keyword.empty() ? "" : ",\"keyword\":" + quote_json(keyword)) + "}";
}

/// Whoever writes to us has not blocked us.
Suppressing block_of(const domain::InboundMessage& arrival) {
  return {.tenant = arrival.message.tenant,
          .address = arrival.address,
          .channel_type = arrival.message.content.channel_type,
          .reason = std::string{kBlocked}};
}

}  // namespace

void want(Batch& batch, const domain::InboundMessage& arrival) {
  want_home(batch, arrival.message, arrival.address);
  batch.standing.want(standing_cells(block_of(arrival)));
  if (arrival.wish) want_wish(batch, arrival.message.tenant, *arrival.wish);
  want_media(batch, arrival.media);
}

std::string apply(Batch& batch, const domain::InboundMessage& arrival, const Telling& telling) {
  domain::Message message = arrival.message;
  const AddressState home =
      find_or_open_conversation(batch, message, arrival.address, arrival.new_address_id);
  message.contact = domain::ContactId{home.contact};
  message.conversation = domain::ConversationId{home.conversation};
  batch.insert(kInsertInbound, inbound_row(message, batch.now()));
  add_media(batch, message, arrival.media, "inbound");
  batch.journal(message.shard, {.type = "message.received",
                                .tenant = message.tenant,
                                .actor = "provider:" + telling.channel.text,
                                .subject_kind = "message",
                                .subject = message.id.text,
                                .subject_version = message.version,
                                .cause = "webhook:" + telling.webhook,
                                .data_json = received_data(message, arrival.keyword),
                                .at = batch.now()});
  const std::string cause = "webhook:" + telling.webhook;
  if (arrival.wish) return apply_wish(batch, *arrival.wish, {telling.tenant, telling.channel, cause});
  if (batch.standing.find(standing_cells(block_of(arrival))) == nullptr) return {};
  const domain::ConsentChange unblocked{.kind = domain::ConsentChange::Kind::OptIn,
                                        .address = arrival.address,
                                        .channel_type = message.content.channel_type,
                                        .at = batch.now()};
  lift_block(batch, unblocked, {telling.tenant, telling.channel, cause});
  return {};
}

}  // namespace herald::storage
