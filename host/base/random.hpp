#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace herald {

/// Source of randomness; the simulator brings a seeded one. [any thread]
class Random {
 public:
  virtual ~Random() = default;
  /// `count` unpredictable bytes.
  virtual std::string bytes(std::size_t count) = 0;
  /// A number in [0, bound); `bound` is at least 1.
  virtual std::uint64_t below(std::uint64_t bound) = 0;
};

/// The kernel's generator (getrandom(2)), buffered per thread.
class SystemRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override;
  std::uint64_t below(std::uint64_t bound) override;
};

}  // namespace herald
