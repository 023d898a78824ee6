#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "host/api/commit.hpp"
#include "host/base/clock.hpp"
#include "host/base/random.hpp"

namespace herald::api {

/// What every writing topic needs besides its ports. The references outlive the router. [value]
struct Means {
  const Clock& clock;
  Random& random;
  std::string (*sha256_hex)(std::string_view bytes);
  domain::KeptAnswers& kept;  ///< of earlier requests with an Idempotency-Key
  std::chrono::milliseconds commit_deadline{kCommitDeadline};
};

}  // namespace herald::api
