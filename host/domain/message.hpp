#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/cost.hpp"
#include "host/domain/ids.hpp"
#include "host/domain/status.hpp"

namespace herald::domain {

/// What a caller asked to have sent, after parsing; the shape of POST /communication/messages. [value]
struct MessageContent {
  std::string channel_type{};
  std::string message_type{"TEXT"};
  std::string to_address{};  ///< normalised
  std::string from_address{};
  std::string subject{};
  std::string body{};
  std::string html{};
  std::string attachments_json{"[]"};
  std::string options_json{"{}"};
  std::string metadata_json{"{}"};
  std::string message_class{"transactional"};  ///< otp, transactional, marketing
  std::string reference{};                     ///< caller's id, unique per tenant; may be empty
  std::string contact_ref{};                   ///< caller's contact_id
  std::string lead_ref{};                      ///< caller's lead_id
  std::string template_id{};                   ///< the texts were made of it; may be empty
  std::int64_t template_version{0};
  int priority{0};  ///< 0 normal, 1 high
  std::optional<Instant> schedule_for{};
  std::optional<Instant> expires_at{};
};

/// A message as stored (table communication_message). [value]
struct Message {
  MessageId id{};
  TenantId tenant{};
  int shard{};
  ChannelId channel{};
  ContactId contact{};
  ConversationId conversation{};
  MessageId resend_of{};  ///< the message that this one repeats; may be empty
  std::string direction{"OUTBOUND"};
  MessageContent content{};
  MessageStatus status{MessageStatus::Queued};
  std::string reason{};  ///< why HELD, REJECTED, FAILED …
  std::string error_class{};
  std::string error_code{};
  std::string error_text{};
  std::string provider_id{};
  int attempts{0};
  int segments{0};
  std::int64_t version{1};  ///< grows by one with each change
  Instant created_at{};
  Instant updated_at{};
  std::optional<Instant> held_until{};  ///< of HELD
  std::optional<Instant> sent_at{};
  std::optional<Instant> delivered_at{};
  std::optional<Instant> read_at{};
  std::optional<Instant> failed_at{};
  std::optional<Cost> cost{};  ///< of its attempts together, in the currency that was told last
};

/// One try at one provider (table delivery_attempt). [value]
struct Attempt {
  AttemptId id{};
  MessageId message{};
  TenantId tenant{};
  ChannelId channel{};
  int number{1};
  AttemptState state{AttemptState::Intent};
  std::string provider_id{};
  std::string error_class{};
  std::string error_code{};
  std::string error_text{};
  std::string detail{};  ///< the provider's own status word
  Instant created_at{};
  std::optional<Instant> settled_at{};
  int segments{0};  ///< 0: the provider has told none
  std::optional<Cost> cost{};
};

}  // namespace herald::domain
