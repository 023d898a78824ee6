#include "host/storage/conversation.hpp"

#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kSetKnownAs =
    "update contact_address set known_as = ?, updated_at = ? where tenant_id = ? and kind = ? and normalised "
    "= ?";

void open_conversation(Batch& batch, const domain::Message& m, AddressState& address) {
  address.conversation = m.conversation.text;
  batch.insert(kInsertConversation,
               {m.conversation, m.tenant, address.contact, null_if_empty(address.contact_ref),
                m.content.channel_type, "INITIATED", m.direction, null_if_empty(m.content.lead_ref),
                batch.now(), batch.now(), kMessageRetention, address.contact, batch.now(), batch.now()});
}

Row contact_cells(const domain::Message& m) { return {m.tenant, m.content.contact_ref}; }

/// The contact that the caller's reference names; null when it names none.
AddressState* named_contact(Batch& batch, const domain::Message& m) {
  return m.content.contact_ref.empty() ? nullptr : batch.contacts.find(contact_cells(m));
}

/// The ids the caller made become contact and conversation.
void make_contact(Batch& batch, const domain::Message& m, AddressState& address) {
  address = {.contact = m.contact.text, .contact_ref = m.content.contact_ref};
  batch.insert(kInsertContact, {m.contact, m.tenant, "", null_if_empty(m.content.contact_ref), m.conversation,
                                kMessageRetention, m.contact, batch.now(), batch.now()});
  open_conversation(batch, m, address);
  if (!address.contact_ref.empty()) batch.contacts.put(contact_cells(m), address);
}

/// A contact that only its address was known of gets the caller's name for it.
void name_contact(Batch& batch, const domain::Message& m, AddressState& address) {
  if (!address.contact_ref.empty() || m.content.contact_ref.empty() || named_contact(batch, m) != nullptr)
    return;
  address.contact_ref = m.content.contact_ref;
  batch.update(kNameContact, {address.contact_ref, batch.now(), address.contact});
  batch.contacts.put(contact_cells(m), address);
}

}  // namespace

void want_home(Batch& batch, const domain::Message& proposed, const domain::AddressKey& address) {
  batch.addresses.want(address_cells(proposed.tenant, address));
  if (!proposed.content.contact_ref.empty()) batch.contacts.want(contact_cells(proposed));
}

AddressState find_or_open_conversation(Batch& batch, const domain::Message& proposed,
                                       const domain::AddressKey& address, const std::string& new_address_id) {
  const domain::Message& m = proposed;
  const Row key = address_cells(m.tenant, address);
  AddressState* known = batch.addresses.find(key);
  if (known == nullptr) {
    const AddressState* named = named_contact(batch, m);
    known = &batch.addresses.put(key, named == nullptr ? AddressState{} : *named);
    if (named == nullptr) make_contact(batch, m, *known);
    batch.insert(kInsertAddress, {new_address_id, m.tenant, known->contact, address.kind, address.normalised,
                                  kMessageRetention, known->contact, batch.now(), batch.now()});
  } else {
    name_contact(batch, m, *known);
  }
  if (known->conversation.empty()) {
    open_conversation(batch, m, *known);
    batch.set_open_conversation(known->contact, known->conversation);
    batch.update(kUpdateContactConversation, {known->conversation, batch.now(), known->contact});
  }
  return *known;
}

void want_other_address(Batch& batch, const domain::TenantId& tenant, const domain::OtherAddress& learned) {
  batch.addresses.want(address_cells(tenant, learned.known));
  batch.addresses.want(address_cells(tenant, learned.other));
  batch.known_as.want(address_cells(tenant, learned.known));
}

void learn_address(Batch& batch, const domain::TenantId& tenant, const domain::OtherAddress& learned) {
  const Row key = address_cells(tenant, learned.other);
  const Row known_key = address_cells(tenant, learned.known);
  const AddressState* known = batch.addresses.find(known_key);
  if (known == nullptr) return;
  const KnownAsState* told = batch.known_as.find(known_key);
  if (told == nullptr || told->normalised != learned.other.normalised)
    batch.execute(kSetKnownAs, {learned.other.normalised, batch.now(), tenant, learned.known.kind,
                                learned.known.normalised});
  if (batch.addresses.find(key) != nullptr) return;
  const AddressState& other = batch.addresses.put(key, AddressState{*known});
  batch.insert(kInsertAddress,
               {learned.new_address_id, tenant, other.contact, learned.other.kind, learned.other.normalised,
                kMessageRetention, other.contact, batch.now(), batch.now()});
}

}  // namespace herald::storage
