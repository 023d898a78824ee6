#include "host/domain/cost.hpp"

#include <algorithm>
#include <utility>

namespace herald::domain {

std::optional<Cost> cost_of(std::optional<std::int64_t> micros, std::string currency) {
  const bool named = currency.size() == 3 &&
                     std::ranges::all_of(currency, [](const char c) { return c >= 'A' && c <= 'Z'; });
  if (!micros || *micros < 0 || *micros > kMostMicros || !named) return std::nullopt;
  return Cost{*micros, std::move(currency)};
}

int segments_of(std::optional<std::int64_t> told) {
  return told && *told > 0 && *told <= kMostSegments ? static_cast<int>(*told) : 0;
}

}  // namespace herald::domain
