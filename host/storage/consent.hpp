#pragma once
#include <string>

#include "host/domain/ledger.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

// Why an address is not written to; what people asked for is lifted when they ask for the contrary.
inline constexpr std::string_view kOptOut = "opt_out";
inline constexpr std::string_view kComplaint = "complaint";
inline constexpr std::string_view kHardBounce = "hard_bounce";
inline constexpr std::string_view kBlocked = "blocked";

/// One suppression: the reason why an address is not written to over one channel type, or over any. [value]
struct Suppressing {
  domain::TenantId tenant{};
  domain::AddressKey address{};
  std::string channel_type{};  ///< empty: every one
  std::string reason{};
  std::string id{};
  std::string evidence_json{"{}"};
  std::string source{};
  Instant at{};
  std::string cause{};  ///< for the journal, as are the next two
  std::string actor{};
  std::string data_json{"{}"};
};

/// The rows that say whether an address may be written to over that channel type.
void want_barrier(Batch& batch, const domain::TenantId& tenant, const domain::AddressKey& address,
                  const std::string& channel_type);
/// The suppression that forbids it, of the address itself or of the one by which the provider knows whoever
/// has it: a person's STOP comes from there. Null where there is none.
const BarrierState* find_barrier(Batch& batch, const domain::TenantId& tenant,
                                 const domain::AddressKey& address, const std::string& channel_type);

/// The row of one suppression in force, by what makes it one.
Row standing_cells(const Suppressing& one);
/// Adds it and its journal entry; false when it is in force already. Its row must have been wanted.
bool suppress(Batch& batch, const Suppressing& one);

/// Who told of a wish, and what led to it; borrowed.
struct WishSource {
  const domain::TenantId& tenant;
  const domain::ChannelId& channel;
  const std::string& cause;
};
void want_wish(Batch& batch, const domain::TenantId& tenant, const domain::ConsentChange& change);
/// Suppresses the address, or lifts what that person asked for earlier and what says that the person had
/// blocked us. Answers why it changes nothing, or the empty text.
std::string apply_wish(Batch& batch, const domain::ConsentChange& change, const WishSource& source);
/// Lifts only the latter.
void lift_block(Batch& batch, const domain::ConsentChange& change, const WishSource& source);

}  // namespace herald::storage
