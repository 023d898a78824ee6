#pragma once
#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "host/dispatch/fair_queue.hpp"
#include "host/domain/ports.hpp"

namespace herald::dispatch {

/// Keeps the queue filled from the database: at start, when work did not fit into memory, and for what
/// becomes due later. Sweeps the undone work in pages, channel after channel, so that a backlog of one keeps
/// no other waiting. [one thread]
class Window {
 public:
  explicit Window(domain::WorkSource& source) : source_{source} {}

  /// Work of that channel was left in the database: it must be swept again.
  void missed(const domain::ChannelId& channel);
  /// The same, but the database is in trouble: it is left in peace until then.
  void missed_until(const domain::ChannelId& channel, Tick rest);
  /// Work may be there that was another node's before.
  void look_again() { next_look_ = {}; }
  /// Loads the next page when one is wanted and fits. False when the database did not answer.
  bool step(FairQueue& queue, Instant now, Tick tick);
  /// When step() wants to be called at the latest.
  [[nodiscard]] Tick next(const FairQueue& queue, Tick now) const;

  /// Work due later than this stays in the database for now.
  static constexpr std::chrono::seconds kHorizon{60};

 private:
  static constexpr std::size_t kPage = 500;
  struct Sweep {
    domain::WorkPlace place{};  ///< how far it has come
    bool again{false};          ///< something was missed meanwhile, perhaps before that place
  };
  using Sweeps = std::map<std::string, Sweep>;
  bool look(Instant now, Tick tick);
  bool load(Sweeps::iterator sweep, FairQueue& queue, Instant now, Tick tick);
  [[nodiscard]] static bool fits(const FairQueue& queue, const std::string& channel);
  Sweeps::iterator next_in_turn(const FairQueue& queue);

  domain::WorkSource& source_;
  Sweeps sweeps_;     ///< of the channels that may have work in the database only
  std::string turn_;  ///< the channel that was loaded last
  Tick next_look_{};  ///< when all channels are looked at again
  Tick rest_until_{};
};

}  // namespace herald::dispatch
