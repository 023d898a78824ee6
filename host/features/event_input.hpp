#pragma once
#include <string>

#include "host/domain/event.hpp"

namespace herald::features {

/// An event as a plugin is given it (sdk/FEATURES.md).
std::string event_input(const domain::JournalEntry& entry, int number_of_try, Instant now);

}  // namespace herald::features
