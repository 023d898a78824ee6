#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "host/base/clock.hpp"
#include "host/domain/message.hpp"

namespace herald::domain {

/// What keeps a message from its provider just now. [value]
struct Waiting {
  enum class What : std::uint8_t {
    OtherNode,    ///< another node of this database sends it, and knows more
    Memory,       ///< it is in the database only, until there is room or its time is near
    Due,          ///< its time: of the schedule, of a retry
    Breaker,      ///< its channel is held after failures, or one message tries it out
    Pause,        ///< the provider asked for a pause of the account
    Rate,         ///< the bucket of its channel's rate
    Concurrency,  ///< as many of its channel are under way as may be
    Turn,         ///< the tenants take turns
  };
  What what{What::Turn};
  std::optional<Instant> until{};  ///< the earliest, where it is known
  std::size_t ahead{0};            ///< messages of its channel that go first
};

/// Asks the scheduler about a message; nothing where it is under way, or the scheduler does not answer in
/// time.
using WaitingOf = std::function<std::optional<Waiting>(const Message&)>;

}  // namespace herald::domain
