#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <optional>
#include <string>

namespace herald::aws_sns {

/// How far AWS's clock is ahead of ours, in milliseconds, as the state of this exchange says it; 0 without.
/// [any thread]
std::int64_t clock_offset(const sdk::Call& call);

/// The reply that has the request signed again, by the clock of an answer; nothing where it was signed so
/// already, or the answer's header Date says no time within half a day of ours. [any thread]
std::optional<sdk::Reply> signed_again(const sdk::Call& call, const std::string& date);

}  // namespace herald::aws_sns
