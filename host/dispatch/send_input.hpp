#pragma once
#include <string>

#include "host/base/clock.hpp"
#include "host/dispatch/attached.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/message.hpp"

namespace herald::dispatch {

/// What tells one attempt apart.
struct AttemptMark {
  domain::AttemptId id{};
  int number{1};
  /// What the provider is told as attempt_ref: the attempt itself, or where it repeats one under an
  /// idempotency key, that one.
  domain::AttemptId ref{id};
};

/// The input document of op `send` (sdk/README.md). An empty `callback` is not offered; else it gets the
/// attempt as `ref`.
std::string send_input(const domain::Message& message, const AttemptMark& attempt,
                       const std::string& callback, const MediaSource& media, Instant now);
/// Where the provider reports to: the channel's own webhook_url, else its path below the public URL, else
/// nothing.
std::string callback_url(const std::string& public_url, const domain::Channel& channel);

}  // namespace herald::dispatch
