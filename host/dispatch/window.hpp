#pragma once
#include <algorithm>
#include <chrono>

#include "host/dispatch/fair_queue.hpp"
#include "host/domain/ports.hpp"

namespace herald::dispatch {

/// Keeps the queue filled from the database: at start, when work did not fit into memory, and for what
/// becomes due later. Sweeps the undone work in pages. [one thread]
class Window {
 public:
  explicit Window(domain::WorkSource& source) : source_{source} {}

  /// Work was left in the database: it must be swept again.
  void missed() { missed_ = true; }
  /// The same, but the database is in trouble: it is left in peace until then.
  void missed_until(Tick rest) {
    missed_ = true;
    rest_until_ = std::max(rest_until_, rest);
  }
  /// Loads the next page when one is wanted and fits. False when the database did not answer.
  bool step(FairQueue& queue, Instant now, Tick tick);
  /// When step() wants to be called at the latest.
  [[nodiscard]] Tick next(const FairQueue& queue, Tick now) const;

  /// Work due later than this stays in the database for now.
  static constexpr std::chrono::seconds kHorizon{60};

 private:
  static constexpr int kPage = 500;
  [[nodiscard]] bool room(const FairQueue& queue) const;
  domain::WorkSource& source_;
  domain::WorkPlace place_{};
  bool sweeping_{true};
  bool missed_{false};
  Tick next_sweep_{};
  Tick rest_until_{};
};

}  // namespace herald::dispatch
