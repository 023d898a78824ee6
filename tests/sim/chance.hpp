#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"

namespace herald::sim {

/// A generator of numbers from a seed (SplitMix64): the same seed gives the same numbers everywhere.
/// [one thread]
class Chance final : public Random {
 public:
  explicit Chance(std::uint64_t seed) : state_{seed} {}
  std::string bytes(std::size_t count) override;
  std::uint64_t below(std::uint64_t bound) override { return next() % bound; }
  /// True in `per_mille` of 1000 cases.
  bool hit(unsigned per_mille) { return below(1000) < per_mille; }
  /// A number in [least, most].
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  std::uint64_t next();

 private:
  std::uint64_t state_;
};

/// Time that passes only when it is told to. The wall clock may jump, the monotonic one never. [one thread]
class VirtualClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(wall_ + passed_);
  }
  [[nodiscard]] Tick tick() const override { return Tick{std::chrono::hours{1}} + passed_; }
  void advance(std::chrono::nanoseconds time) { passed_ += time; }
  void advance_to(Tick tick) {
    if (tick > this->tick()) passed_ += tick - this->tick();
  }
  /// The wall clock is set, forwards or back.
  void jump(std::chrono::milliseconds by) { wall_ += by; }
  [[nodiscard]] std::chrono::nanoseconds passed() const { return passed_; }

 private:
  using Wall = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;
  Wall wall_{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
  std::chrono::nanoseconds passed_{};
};

/// A hash over everything that happened, and the last of it in words. [one thread]
class Trace {
 public:
  void note(const std::string& line);
  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] std::string last() const;
  /// Prints every line as it comes.
  void speak() { speaks_ = true; }

 private:
  static constexpr std::size_t kKept = 120;
  std::string kept_[kKept];
  std::size_t lines_{0};
  std::uint64_t hash_{1469598103934665603U};
  bool speaks_{false};
};

}  // namespace herald::sim
