#pragma once
#include <optional>
#include <string>

#include "host/domain/job_ports.hpp"
#include "host/domain/outcome.hpp"
#include "host/storage/cell.hpp"

namespace herald::storage {

// The parts of stored rows that decisions are made on and changes are written from. All are values.

struct Present {};

struct TenantOf {
  std::string tenant{};
};

struct ChannelState {
  std::string tenant{};
  std::string name{};
  std::int64_t revision{};
};

struct AddressState {
  std::string contact{};
  std::string contact_ref{};   ///< the caller's contact_id, or empty
  std::string conversation{};  ///< the contact's open conversation, or empty
};

/// What of a contact's preferences stands against writing.
struct PreferenceState {
  std::int64_t revision{};
  bool email{true};
  bool sms{true};
  bool telegram{true};
  bool whatsapp{true};
  bool voice{true};
  bool do_not_contact{false};
  Cell until{};  ///< of do_not_contact; null: for good
};

struct IdempotencyState {
  std::string body_hash{};
  std::string resource{};
};

struct ElementState {
  std::string tenant{};
  std::string webhook{};
  std::string status{};
  std::string reason{};
};

struct WebhookState {
  std::string status{};
};

/// Callbacks of one channel that wait for their plugin.
struct BacklogState {
  std::int64_t bytes{};
};

struct MessageState {
  std::string id{};
  std::string tenant{};
  int shard{};
  domain::MessageStatus status{};
  std::string reason{};
  std::string error_class{};
  std::string error_code{};
  std::string error_text{};
  std::string provider_id{};
  std::int64_t attempts{};
  std::int64_t segments{};
  Cell cost_micros{};
  Cell currency{};
  std::int64_t version{};
  Cell sent_at{};
  Cell delivered_at{};
  Cell read_at{};
  Cell failed_at{};
  std::optional<Instant> expires_at{};
  Cell held_until{};
  std::string channel_type{};
  std::string to_address{};
};

/// What people change of a conversation.
struct SessionState {
  std::string contact{};
  std::string agent{};
  std::string lead{};
  std::string subject{};
  bool starred{};
  bool archived{};
  bool closed{};
  std::int64_t unread{};
  std::int64_t read{};  ///< inbound messages that were read
  Cell assigned_at{};
  std::int64_t revision{};
};

struct BlobState {
  std::string id{};
};

struct UploadState {
  std::string message{};  ///< that it belongs to, or empty
  std::string digest{};
};

struct CursorState {
  std::int64_t seq{};
};

struct AttemptState {
  std::string id{};
  std::string message{};
  std::string tenant{};
  std::string channel{};
  std::int64_t number{};
  domain::AttemptState state{};
  domain::BounceRule rule{};
  std::string provider_id{};
  std::string error_class{};
  std::string error_code{};
  std::string error_text{};
  std::string detail{};
  std::int64_t segments{};
  Cell cost_micros{};
  Cell currency{};
  Cell settled_at{};
  std::string repeats{};         ///< the first unknown attempt that this one repeats, or empty
  std::int64_t price_after_s{};  ///< after it was sent its provider knows the price; 0: it tells it by
                                 ///< itself, or never
};

/// A receipt that came before anybody knew its provider id.
struct ParkedState {
  std::string id{};
  domain::Receipt receipt{};
};

}  // namespace herald::storage
