#pragma once
#include <string_view>

#include "plugins/providers/sendgrid/outbound.hpp"

namespace herald::sendgrid {

/// Custom argument that carries the attempt's reference; events repeat it.
inline constexpr const char* kAttemptMark = "herald_ref";
/// Custom argument that names the addressee where copies go to others too: only his events are receipts.
inline constexpr const char* kAddresseeMark = "herald_to";

/// True for names that are ours. [any thread]
bool is_mark(std::string_view name);

/// The caller's custom arguments and our own. [any thread]
Pairs custom_args(const Outbound& message);

}  // namespace herald::sendgrid
