#pragma once
#include <cstdint>
#include <string>

#include "host/base/random.hpp"

namespace herald::runner {

/// Nonces out of the seed that the server sends with a call: HMAC-SHA256(seed, counter), block by block, so
/// that one seed always gives the same bytes. [one thread]
class SeededRandom final : public Random {
 public:
  /// Begins anew; `seed` is unpredictable bytes.
  void seed(std::string_view seed);
  std::string bytes(std::size_t count) override;
  std::uint64_t below(std::uint64_t bound) override;

 private:
  std::string seed_;
  std::uint64_t block_{0};
};

}  // namespace herald::runner
