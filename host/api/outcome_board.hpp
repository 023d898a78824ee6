#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

#include "host/base/pending.hpp"
#include "host/domain/ports.hpp"

namespace herald::api {

/// Who waits for a message to leave or to end. Bounded, so that waiting never takes all HTTP workers.
/// [any thread]
class OutcomeBoard final {
 public:
  using Told = std::function<void(Result<domain::MessageStatus>)>;
  explicit OutcomeBoard(std::size_t places) : places_{places} {}
  OutcomeBoard(const OutcomeBoard&) = delete;
  OutcomeBoard& operator=(const OutcomeBoard&) = delete;

  /// `told` is called at most once, by tell(). False when all places are taken, and for an id that is waited
  /// for.
  bool expect(const domain::MessageId& message, Told told);
  void forget(const domain::MessageId& message);
  /// The message is SENT, or has ended.
  void tell(const domain::MessageId& message, domain::MessageStatus status);

 private:
  const std::size_t places_;
  std::mutex mutex_;
  std::unordered_map<std::string, Told> waiting_;  ///< by message
};

/// One place on the board for as long as this lives; taken before the message is accepted, so that nothing is
/// missed. The board outlives it. [one thread]
class OutcomeWait final {
 public:
  OutcomeWait(OutcomeBoard& board, domain::MessageId message);
  ~OutcomeWait();
  OutcomeWait(const OutcomeWait&) = delete;
  OutcomeWait& operator=(const OutcomeWait&) = delete;

  [[nodiscard]] bool placed() const { return placed_; }
  /// Until it is told, at most `longest`.
  void wait(std::chrono::milliseconds longest) { static_cast<void>(pending_.wait(longest)); }

 private:
  OutcomeBoard& board_;
  const domain::MessageId message_;
  Pending<domain::MessageStatus> pending_;
  const bool placed_;
};

}  // namespace herald::api
