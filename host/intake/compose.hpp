#pragma once
#include <span>
#include <string>
#include <string_view>

#include "host/base/random.hpp"
#include "host/base/result.hpp"
#include "host/domain/channel.hpp"
#include "host/domain/ports.hpp"
#include "host/domain/shards.hpp"
#include "host/intake/offer.hpp"
#include "host/intake/send_message.hpp"

namespace herald::intake {

/// A channel that might carry the message. Borrows both; `offer` is null while the plugin is not there.
struct Candidate {
  const domain::Channel* channel{nullptr};
  const Offer* offer{nullptr};
};

/// One spelling per address: contacts::normalise(), which this room may not name.
using Normalise = Result<domain::AddressKey> (*)(std::string_view kind, std::string_view text,
                                                 std::string_view default_region);

/// What the decision depends on besides the wish. Borrowed for the call.
struct Surroundings {
  domain::TenantId tenant{};
  std::string default_region{};             ///< of the tenant; may be empty
  std::span<const Candidate> candidates{};  ///< by channel_id: that one; by type: usable ones, best first
  std::span<const domain::AddressKey> addresses{};  ///< of the contact, for wishes without one; best first
  domain::ChosenBy chosen_by{domain::ChosenBy::Caller};
  Normalise normalise{nullptr};
  Instant now{};
  Random& random;                                    ///< makes the ids
  domain::ShardSet shards{domain::ShardSet::all()};  ///< the message's is one of these
};

/// The message as it is to be accepted, without origin and idempotency, which the caller adds: SCHEDULED when
/// schedule_for lies ahead, else QUEUED; the first candidate without complaint carries it.
/// Errors: Invalid/"invalid_body" with every problem (those of the best candidate when none will do),
/// Unavailable/"provider_inactive" when no candidate's plugin is there. [any thread]
Result<domain::AcceptRequest> compose(SendMessage wish, const Surroundings& around);

}  // namespace herald::intake
