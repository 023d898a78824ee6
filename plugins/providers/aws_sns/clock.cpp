#include "plugins/providers/aws_sns/clock.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr std::int64_t kHalfDayMs = 43'200'000;
constexpr const char* kOffset = "clock_offset_ms";

std::optional<std::int64_t> offset_in(const sdk::Call& call) {
  return integer_at(object_of(call.state, "state"), kOffset);
}

}  // namespace

std::int64_t clock_offset(const sdk::Call& call) { return offset_in(call).value_or(0); }

std::optional<sdk::Reply> signed_again(const sdk::Call& call, const std::string& date) {
  if (offset_in(call) || sdk::whole_number(date)) return std::nullopt;
  // The time from half a day ago to that date: 0 and a whole day mean that it lies outside.
  const auto since = sdk::retry_after_ms(date, call.now_ms() - kHalfDayMs);
  if (!since || *since <= 0 || *since >= 2 * kHalfDayMs) return std::nullopt;
  return sdk::Reply{dumped({{"continue", {{"state", {{kOffset, *since - kHalfDayMs}}}}}}), {}};
}

}  // namespace herald::aws_sns
