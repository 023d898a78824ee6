#pragma once
#include <string>

#include "host/domain/ledger.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// The rows that the two functions below look at.
void want(Batch& batch, const domain::InboundMessage& arrival);
void want(Batch& batch, const domain::TenantId& tenant, const domain::ConsentChange& change);

/// What a provider told, and which callback told it; borrowed.
struct Telling {
  const domain::TenantId& tenant;
  const domain::ChannelId& channel;
  const std::string& webhook;
};

/// Adds the message to the conversation of whoever has its address, found or made here (design D13).
void apply(Batch& batch, const domain::InboundMessage& arrival, const Telling& telling);

/// Suppresses the address, or lifts what an earlier opt-out of that person suppressed. Answers why it changes
/// nothing, or the empty text.
std::string apply(Batch& batch, const domain::ConsentChange& change, const Telling& telling);

}  // namespace herald::storage
