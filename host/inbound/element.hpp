#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "host/base/random.hpp"
#include "host/domain/channel.hpp"
#include "host/domain/ledger.hpp"
#include "host/json/document.hpp"

namespace herald::inbound {

/// One spelling per address (contacts::normalise(), which this room may not name) for addresses of a channel.
/// Errors: Invalid/"invalid_address", whose text never repeats the address; what the tenant's look-up says.
using Spell = std::function<Result<domain::AddressKey>(const domain::Channel&, std::string_view address)>;

/// Where events belong, and what reading them takes. Borrowed for the call.
struct EventPlace {
  const domain::Channel& channel;
  const std::string& webhook;  ///< id of the callback
  Instant now{};
  Random& random;  ///< makes the ids
  const Spell& spell;
  std::string_view
      key_prefix{};          ///< begins the dedupe_key of events that have none; empty: they must have one
  std::string_view bytes{};  ///< that ranges of media point into
  domain::MediaFiles* files{nullptr};  ///< null: bytes that come along are not kept
};

/// Reads one neutral event (sdk/README.md, Events). What breaks the contract, or has an address that none can
/// be, becomes a dead letter; what this release does not know is skipped. Both are kept, with the reason.
domain::WebhookElement read_element(const json::Document& event, std::size_t position,
                                    const EventPlace& place);

}  // namespace herald::inbound
