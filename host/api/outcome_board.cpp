#include "host/api/outcome_board.hpp"

#include <utility>

namespace herald::api {

bool OutcomeBoard::expect(const domain::MessageId& message, Told told) {
  const std::scoped_lock lock{mutex_};
  return waiting_.size() < places_ && waiting_.try_emplace(message.text, std::move(told)).second;
}

void OutcomeBoard::forget(const domain::MessageId& message) {
  const std::scoped_lock lock{mutex_};
  waiting_.erase(message.text);
}

void OutcomeBoard::tell(const domain::MessageId& message, domain::MessageStatus status) {
  Told told;
  {
    const std::scoped_lock lock{mutex_};
    const auto found = waiting_.find(message.text);
    if (found == waiting_.end() || !found->second) return;
    told = std::exchange(found->second, nullptr);  // the place stays taken until it is given back
  }
  told(status);
}

OutcomeWait::OutcomeWait(OutcomeBoard& board, domain::MessageId message)
    : board_{board}, message_{std::move(message)}, placed_{board_.expect(message_, pending_.completion())} {}

OutcomeWait::~OutcomeWait() {
  if (placed_) board_.forget(message_);
}

}  // namespace herald::api
