#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/address.hpp"
#include "host/domain/media.hpp"
#include "host/domain/message.hpp"
#include "host/domain/outcome.hpp"

namespace herald::domain {

/// What a person wishes about being written to, as a provider reports it or the person writes. [value]
struct ConsentChange {
  enum class Kind : std::uint8_t { OptOut, OptIn };
  Kind kind{Kind::OptOut};
  AddressKey address{};
  std::string channel_type{};     ///< that it concerns; empty: every one
  std::string reason{"opt_out"};  ///< of an opt-out: or complaint
  std::string new_suppression_id{};
  std::string evidence_json{"{}"};  ///< the person's own words
  Instant at{};                     ///< an opt-in lifts only what is not newer than it
};

/// A message that somebody sent to one of our channels. As in AcceptRequest the ids are made by the caller,
/// and those of contact, address and conversation are used only where there is none yet. [value]
struct InboundMessage {
  Message message{};     ///< direction INBOUND, status DELIVERED
  AddressKey address{};  ///< the sender's
  std::string new_address_id{};
  std::vector<Medium> media{};          ///< what came with it, with fresh ids
  std::string keyword{};                ///< stop, start or help, where the whole text is one
  std::optional<ConsentChange> wish{};  ///< that the keyword states
};

/// One element of a provider's callback. At most one of receipt, inbound and consent is set; none is where
/// `skipped` or `failed` says why. [value]
struct WebhookElement {
  std::string dedupe_key{};  ///< unique within the channel; a repeat is counted, not applied
  std::optional<Receipt> receipt{};
  std::string event_json{};  ///< the neutral event as the plugin gave it
  std::string skipped{};     ///< set: why this element is stored and need not be applied
  std::string failed{};      ///< set: why it cannot be applied; it stays as a dead letter
  std::optional<InboundMessage> inbound{};
  std::optional<ConsentChange> consent{};
  std::string id{};  ///< of its row; empty: the ledger makes one
  /// Seal: when its key is known already, all that follows in this callback is a repeat too.
  enum class Role : std::uint8_t { Fact, Seal } role{Role::Fact};
};

/// Where the raw request of a verified callback has been until now.
enum class WebhookStay : std::uint8_t { Arriving, Waiting };

/// A verified callback. [value]
struct Webhook {
  std::string id{};
  TenantId tenant{};
  ChannelId channel{};
  std::string provider{};
  std::string headers_json{};
  std::string body{};
  std::vector<WebhookElement> elements{};
  WebhookStay stay{WebhookStay::Arriving};  ///< Waiting: its row is there, unverified, under this id
};

struct WebhookApplied {
  int applied{};
  int duplicates{};
  int parked{};
  int skipped{};
  int failed{};
};

}  // namespace herald::domain
