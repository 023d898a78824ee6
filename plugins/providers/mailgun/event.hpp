#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/mailgun/account.hpp"

namespace herald::mailgun {

/// Makes keys of a bounded length.
using Digest = std::function<std::string(std::string_view)>;

/// Adds to `events` what an `event-data` says, and nothing where it says nothing to us: a word of another
/// system, of a copy's recipient, a new word, an opening by a machine. [any thread]
/// Source: documentation.mailgun.com, user-manual/events; api-events.rst.
void add_events(const nlohmann::json& data, Account::Sharing sharing, const Digest& sha256_hex,
                nlohmann::json& events);

}  // namespace herald::mailgun
