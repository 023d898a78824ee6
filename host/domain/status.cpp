#include "host/domain/status.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace herald::domain {
namespace {

constexpr int kLateBounceRank = 55;

constexpr std::array<std::pair<AttemptState, std::string_view>, 9> kAttemptNames{
    {{AttemptState::Intent, "INTENT"},
     {AttemptState::Unknown, "UNKNOWN"},
     {AttemptState::NotSent, "NOT_SENT"},
     {AttemptState::Sent, "SENT"},
     {AttemptState::Expired, "EXPIRED"},
     {AttemptState::Failed, "FAILED"},
     {AttemptState::Bounced, "BOUNCED"},
     {AttemptState::Delivered, "DELIVERED"},
     {AttemptState::Read, "READ"}}};

constexpr std::array<std::pair<MessageStatus, std::string_view>, 13> kMessageNames{
    {{MessageStatus::Scheduled, "SCHEDULED"},
     {MessageStatus::Held, "HELD"},
     {MessageStatus::Queued, "QUEUED"},
     {MessageStatus::Sending, "SENDING"},
     {MessageStatus::Unknown, "UNKNOWN"},
     {MessageStatus::Sent, "SENT"},
     {MessageStatus::Delivered, "DELIVERED"},
     {MessageStatus::Read, "READ"},
     {MessageStatus::Failed, "FAILED"},
     {MessageStatus::Bounced, "BOUNCED"},
     {MessageStatus::Cancelled, "CANCELLED"},
     {MessageStatus::Expired, "EXPIRED"},
     {MessageStatus::Rejected, "REJECTED"}}};

/// The rank of a message status on the attempts' scale; below SENT it is 0.
int message_rank(MessageStatus status, BounceRule rule) {
  switch (status) {
    case MessageStatus::Sent:
      return rank(AttemptState::Sent, rule);
    case MessageStatus::Expired:
      return rank(AttemptState::Expired, rule);
    case MessageStatus::Failed:
      return rank(AttemptState::Failed, rule);
    case MessageStatus::Bounced:
      return rank(AttemptState::Bounced, rule);
    case MessageStatus::Delivered:
      return rank(AttemptState::Delivered, rule);
    case MessageStatus::Read:
      return rank(AttemptState::Read, rule);
    default:
      return 0;
  }
}

/// CANCELLED and REJECTED are not on the scale: any proof that the message left wins over them.
bool off_scale(MessageStatus status) {
  return status == MessageStatus::Cancelled || status == MessageStatus::Rejected;
}

}  // namespace

int rank(AttemptState state, BounceRule rule) {
  if (state == AttemptState::Bounced && rule == BounceRule::Late) return kLateBounceRank;
  return static_cast<int>(state);
}

AttemptState join(AttemptState a, AttemptState b, BounceRule rule) {
  return rank(a, rule) >= rank(b, rule) ? a : b;
}

std::optional<MessageStatus> contribution(AttemptState state) {
  switch (state) {
    case AttemptState::Sent:
      return MessageStatus::Sent;
    case AttemptState::Expired:
      return MessageStatus::Expired;
    case AttemptState::Failed:
      return MessageStatus::Failed;
    case AttemptState::Bounced:
      return MessageStatus::Bounced;
    case AttemptState::Delivered:
      return MessageStatus::Delivered;
    case AttemptState::Read:
      return MessageStatus::Read;
    default:
      return std::nullopt;
  }
}

MessageStatus advance(MessageStatus current, AttemptState state, BounceRule rule) {
  const auto next = contribution(state);
  if (!next) return current;
  if (off_scale(current)) return *next;
  return message_rank(current, rule) >= rank(state, rule) ? current : *next;
}

bool settled(MessageStatus status) {
  switch (status) {
    case MessageStatus::Scheduled:
    case MessageStatus::Held:
    case MessageStatus::Queued:
    case MessageStatus::Sending:
    case MessageStatus::Unknown:
      return false;
    default:
      return true;
  }
}

bool undelivered(MessageStatus status) {
  switch (status) {
    case MessageStatus::Failed:
    case MessageStatus::Bounced:
    case MessageStatus::Cancelled:
    case MessageStatus::Expired:
    case MessageStatus::Rejected:
      return true;
    default:
      return false;
  }
}

bool waiting(MessageStatus status) {
  return status == MessageStatus::Scheduled || status == MessageStatus::Held ||
         status == MessageStatus::Queued;
}

std::string_view to_text(AttemptState state) {
  return std::ranges::find(kAttemptNames, state, [](const auto& row) { return row.first; })->second;
}

std::string_view to_text(MessageStatus status) {
  return std::ranges::find(kMessageNames, status, [](const auto& row) { return row.first; })->second;
}

std::optional<AttemptState> attempt_state(std::string_view text) {
  const auto* found = std::ranges::find(kAttemptNames, text, [](const auto& row) { return row.second; });
  return found == kAttemptNames.end() ? std::nullopt : std::optional{found->first};
}

std::optional<MessageStatus> message_status(std::string_view text) {
  const auto* found = std::ranges::find(kMessageNames, text, [](const auto& row) { return row.second; });
  return found == kMessageNames.end() ? std::nullopt : std::optional{found->first};
}

}  // namespace herald::domain
