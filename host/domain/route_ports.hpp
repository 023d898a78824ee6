#pragma once
#include <optional>

#include "host/base/result.hpp"
#include "host/domain/message.hpp"

namespace herald::domain {

/// Another channel for a message that certainly was not sent over the one it has. [any thread, reads]
class Rerouter {
 public:
  virtual ~Rerouter() = default;
  /// The best one that the message fits and that was not tried yet; nothing where there is none, or where the
  /// caller named the channel. Errors: those of the database.
  virtual Result<std::optional<ChannelId>> next(const Message& message) = 0;
};

}  // namespace herald::domain
