#pragma once
#include <optional>

#include "host/base/result.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// One business step as the writer sees it. Evaluated on the writer's thread, possibly several times (a batch
/// may be run again), so evaluate() depends on nothing but its input and the batch.
class Operation {
 public:
  virtual ~Operation() = default;
  /// Names the rows that evaluate() will look at.
  virtual void keys(Batch& batch) const = 0;
  /// Decides, and adds rows. To refuse: remember the error and add nothing.
  virtual void evaluate(Batch& batch) = 0;
  /// The batch has committed (no failure), or this operation could not be stored. Called once; must not
  /// block.
  virtual void complete(const std::optional<Error>& failure) = 0;
};

}  // namespace herald::storage
