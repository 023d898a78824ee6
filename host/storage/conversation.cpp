#include "host/storage/conversation.hpp"

#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

void open_conversation(Batch& batch, const domain::Message& m, AddressState& address) {
  address.conversation = m.conversation.text;
  batch.insert(kInsertConversation,
               {m.conversation, m.tenant, address.contact, null_if_empty(m.content.contact_ref),
                m.content.channel_type, "INITIATED", m.direction, null_if_empty(m.content.lead_ref),
                batch.now(), batch.now(), kMessageRetention, address.contact, batch.now(), batch.now()});
}

}  // namespace

AddressState find_or_open_conversation(Batch& batch, const domain::Message& proposed,
                                       const domain::AddressKey& address, const std::string& new_address_id) {
  const domain::Message& m = proposed;
  const Row key = address_cells(m.tenant, address);
  AddressState* known = batch.addresses.find(key);
  if (known == nullptr) {
    // The ids the caller made become contact and conversation.
    batch.insert(kInsertContact, {m.contact, m.tenant, "", null_if_empty(m.content.contact_ref),
                                  m.conversation, kMessageRetention, m.contact, batch.now(), batch.now()});
    batch.insert(kInsertAddress, {new_address_id, m.tenant, m.contact, address.kind, address.normalised,
                                  kMessageRetention, m.contact, batch.now(), batch.now()});
    known = &batch.addresses.put(key, {.contact = m.contact.text});
    open_conversation(batch, m, *known);
  } else if (known->conversation.empty()) {
    open_conversation(batch, m, *known);
    batch.update(kUpdateContactConversation, {known->conversation, batch.now(), known->contact});
  }
  return *known;
}

}  // namespace herald::storage
