#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace herald::whatsapp {

/// A digest in hexadecimal.
using Digest = std::function<std::string(std::string_view)>;

/// The dedupe_key of what became of the message `id`; the id's digest where the key would be longer than 190
/// bytes. [any thread]
std::string event_key(const std::string& id, const std::string& suffix, const Digest& digest);

/// Sets occurred_at_ms of `timestamp`: seconds, or milliseconds where they can only be that, as text or
/// number. [any thread]
void set_time(const nlohmann::json& from, nlohmann::json& event);

/// A number with its plus; any other name of a user as it is, such as `US.1234` of someone without a number.
/// [any thread]
std::string address_of(std::string_view wa_id);

}  // namespace herald::whatsapp
