#pragma once
#include <string>

#include "host/domain/ledger.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

inline constexpr std::string_view kMessageRetention = "message";

inline Row address_cells(const domain::TenantId& tenant, const domain::AddressKey& address) {
  return {tenant, address.kind, address.normalised};
}

/// The rows that find_or_open_conversation() looks at.
void want_home(Batch& batch, const domain::Message& proposed, const domain::AddressKey& address);

/// The contact that has this address, with its open conversation. An address that nobody has goes to the
/// contact that the caller's contact_id names; what is lacking is made from the fresh ids that `proposed`
/// carries (design D13).
AddressState find_or_open_conversation(Batch& batch, const domain::Message& proposed,
                                       const domain::AddressKey& address, const std::string& new_address_id);

/// The rows that learn_address() looks at.
void want_other_address(Batch& batch, const domain::TenantId& tenant, const domain::OtherAddress& learned);
/// From now on who has the known address has the other one too, unless somebody has that. From the next batch
/// on, what suppresses the other one suppresses the known one.
void learn_address(Batch& batch, const domain::TenantId& tenant, const domain::OtherAddress& learned);

}  // namespace herald::storage
