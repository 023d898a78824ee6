#pragma once
#include <string>

#include "host/domain/ledger.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

inline constexpr std::string_view kMessageRetention = "message";

inline Row address_cells(const domain::TenantId& tenant, const domain::AddressKey& address) {
  return {tenant, address.kind, address.normalised};
}

/// The contact that has this address, with its open conversation; both are made where there is none, from the
/// fresh ids that `proposed` carries (design D13). The address must have been wanted.
AddressState find_or_open_conversation(Batch& batch, const domain::Message& proposed,
                                       const domain::AddressKey& address, const std::string& new_address_id);

}  // namespace herald::storage
