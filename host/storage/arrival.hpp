#pragma once
#include <string>

#include "host/domain/ledger.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// The rows that apply() looks at.
void want(Batch& batch, const domain::InboundMessage& arrival);

/// What a provider told, and which callback told it; borrowed.
struct Telling {
  const domain::TenantId& tenant;
  const domain::ChannelId& channel;
  const std::string& webhook;
};

/// Adds the message to the conversation of whoever has its address, found or made here (design D13), and does
/// what its keyword wishes. Answers why that changes nothing, or the empty text.
std::string apply(Batch& batch, const domain::InboundMessage& arrival, const Telling& telling);

}  // namespace herald::storage
