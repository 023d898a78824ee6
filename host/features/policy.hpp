#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "host/domain/policy.hpp"
#include "host/features/sheet.hpp"
#include "host/json/document.hpp"

namespace herald::features {

inline constexpr std::chrono::seconds kShortestHold{1};
inline constexpr std::chrono::hours kLongestHold{24 * 366};
/// How long a message waits at first for a policy that gave no answer; longer with its age.
inline constexpr std::chrono::seconds kFirstWait{30};
inline constexpr std::chrono::minutes kLongestWait{10};

/// A message as policy filters are given it (sdk/FEATURES.md).
json::Document policy_message(const domain::Message& message);

/// What a policy filter answered about a message that would be sent at `at`. A hold ends after `at`: at least
/// a second, at most 366 days later. Internal/"bad_answer". [any thread]
Result<domain::PolicyVerdict> read_verdict(const json::Document& answer, Instant at);

/// What holds when the filter gave no such answer, by its declaration. A hold grows with the message's age.
domain::PolicyVerdict unanswered(const SheetFilter& filter, const std::string& plugin, Instant created,
                                 Instant now);

/// Whether a message has to pass a filter of that plugin.
bool has_policy(const std::shared_ptr<const Sheet>& sheet);

/// Whether policy_message() writes that member.
bool is_policy_member(std::string_view name);

/// The policy filters of a sheet as they are remembered; empty when it has none.
domain::PolicyGuard guard_of(const Sheet& sheet);
/// A sheet of nothing but such filters. Internal/"bad_guard".
Result<std::shared_ptr<const Sheet>> read_guard(const domain::PolicyGuard& guard);

}  // namespace herald::features
