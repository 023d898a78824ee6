#pragma once
#include <vector>

#include "host/domain/ledger.hpp"

namespace herald::domain {

/// A sent attempt whose provider is to be asked what it cost. [value]
struct PriceQuestion {
  Message message{};      ///< ids, channel type, message type and addresses only
  OpenAttempt attempt{};  ///< `since`: when it was begun
  Instant sent_at{};
  int tries{0};     ///< answers that knew no price yet
  int failures{0};  ///< questions without an answer since the last one
};

/// Attempts whose price their provider knows only later (table price_work). The ledger adds one when it was
/// sent, and removes it when a cost is told in whatever way. [any thread] Errors: Unavailable.
class PriceBook {
 public:
  virtual ~PriceBook() = default;
  /// Channels of which something may be due.
  virtual Result<std::vector<ChannelId>> channels(Instant now) = 0;
  /// Of that channel what this node has to ask about, the longest due first.
  virtual Result<std::vector<PriceQuestion>> due(const ChannelId& channel, Instant now, int limit) = 0;
  /// It is asked again then; `tries` and `failures` are kept as they stand in the question.
  virtual void ask_again(PriceQuestion question, Instant at, Completion<Done> done) = 0;
  /// Nobody asks any more.
  virtual void give_up(AttemptId attempt, Completion<Done> done) = 0;
};

}  // namespace herald::domain
