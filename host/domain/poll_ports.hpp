#pragma once
#include <string>
#include <vector>

#include "host/domain/ledger.hpp"

namespace herald::domain {

/// How far a channel's poll has come, and which channels may be polled. [any thread]
class Polls {
 public:
  virtual ~Polls() = default;
  /// The active channels whose configuration names `poll` somewhere, in the order of their ids; whether it
  /// asks for polling is for the poller to read.
  virtual Result<std::vector<ChannelId>> candidates() = 0;
  /// The cursor that was kept last; empty when there is none.
  virtual Result<std::string> cursor(const ChannelId& channel) = 0;
  /// Keeps a cursor in place of the earlier one. What lies before it must have been committed already.
  virtual void advance(TenantId tenant, ChannelId channel, std::string cursor, Completion<Done> done) = 0;
};

}  // namespace herald::domain
