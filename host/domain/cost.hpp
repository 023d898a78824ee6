#pragma once
#include <cstdint>
#include <optional>
#include <string>

namespace herald::domain {

/// What something cost, as a provider tells it. [value]
struct Cost {
  std::int64_t micros{0};  ///< millionths of the currency's unit
  std::string currency{};  ///< ISO 4217, three capital letters
  bool operator==(const Cost&) const = default;
};

/// A thousand million units; what claims to have cost more is a mistake.
inline constexpr std::int64_t kMostMicros = 1'000'000'000'000'000;
/// Of one SMS: its parts are numbered in one byte (3GPP TS 23.040, 9.2.3.24.1).
inline constexpr std::int64_t kMostSegments = 255;

/// Nothing for what no cost can be: without a number, below 0, above kMostMicros, of no currency.
std::optional<Cost> cost_of(std::optional<std::int64_t> micros, std::string currency);

/// 0, which is "not told", for what no number of segments can be.
int segments_of(std::optional<std::int64_t> told);

}  // namespace herald::domain
