#pragma once
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace herald::telegram {

/// What a message becomes. [value]
struct Becoming {
  std::string kind{};  ///< inbound, edited
  std::string bot{};   ///< who received it
};

/// A message of a person, group or channel as an event without its key; nothing for service messages, those
/// of bots, and those without chat or id. `from` is the chat, where an answer goes; who wrote stands in
/// `options`. [any thread]
std::optional<nlohmann::json> message_event(const nlohmann::json& message, const Becoming& becoming);

/// A user's and a chat's names, put into an event's options. [any thread]
void add_people(const nlohmann::json& user, const nlohmann::json& chat, nlohmann::json& options);

/// Seconds as the event's occurred_at_ms; nothing is added for 0 or what is no number. [any thread]
void add_time(const nlohmann::json& object, const char* key, nlohmann::json& event);

}  // namespace herald::telegram
