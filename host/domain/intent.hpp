#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "host/base/clock.hpp"
#include "host/domain/address.hpp"
#include "host/domain/ids.hpp"
#include "host/domain/policy.hpp"
#include "host/domain/status.hpp"

namespace herald::domain {

/// The intent to call a provider, committed before the call (design D3). [value]
struct Intent {
  enum class Purpose : std::uint8_t { Send, Expire };  ///< Expire: only look whether its time is over
  AttemptId id{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  BounceRule bounce_rule{BounceRule::Early};
  AddressKey address{};        ///< checked against suppressions inside the batch (design D13)
  std::string channel_type{};  ///< so are those of this type alone
  ContactId contact{};         ///< whose wish not to be written to is checked likewise
  std::string contact_ref{};   ///< so is that of the contact whom the caller named; may be empty
  AttemptId repeats{};         ///< of a message in UNKNOWN: the first attempt whose outcome nobody knows
  Purpose purpose{Purpose::Send};
  std::optional<std::chrono::seconds> price_after{};  ///< after it was sent its provider knows the price
  PolicyVerdict policy{};                             ///< a refusal ends the message, a hold puts it aside
};

/// What the batch decided about an intent. [value]
struct IntentVerdict {
  /// Gone: the message no longer wants to be sent (cancelled, settled by a receipt). Waits: asked to expire,
  /// but its time is not over. DoNotContact, NotAllowed: the contact's preferences say so, the latter of this
  /// type of channel.
  enum class Kind : std::uint8_t {
    Go,
    Gone,
    Suppressed,
    DoNotContact,
    NotAllowed,
    Expired,
    ChannelDeleted,
    Waits,
    Refused,
    Held
  };
  Kind kind{Kind::Go};
  int number{0};     ///< of the attempt, from 1
  Instant due_at{};  ///< of one that is held: when it is looked at again
};

}  // namespace herald::domain
