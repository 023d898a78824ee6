#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/support/loaded_plugin.hpp"
#include "tests/support/mailgun_wire.hpp"

namespace herald::mailgun::testing {

inline constexpr std::int64_t kNow = 1'715'942'005'000;  ///< five seconds after the sheet's worked vector
inline constexpr std::string_view kSigningKey = "herald-mailgun-signing-key-0001";

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works.
nlohmann::json account();

/// An input of op `send` that is taken; `more` is merged into its message.
nlohmann::json message_input(const nlohmann::json& more = nlohmann::json::object());

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account);

/// The parameters of a plan of op `send` without files.
test::MailFields planned_fields(const nlohmann::json& more);

/// The code of the verdict that plan of op `send` answers; empty when it answers a request.
std::string refusal_code(const nlohmann::json& more);

/// The verdict on an answer to op `send`.
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer);

/// The verdict on a callback with that body.
nlohmann::json judged(const std::string& body, const nlohmann::json& account,
                      std::string_view content_type = "application/json");

/// A webhook with that event-data, sealed by `key` at that second with a token of its own.
struct Sealing {
  std::string key{kSigningKey};
  std::int64_t at{kNow / 1000};
};
std::string webhook(const nlohmann::json& event_data, const Sealing& sealing = {});

/// The `event-data` of a word; `more` is merged into it.
nlohmann::json event_data(const std::string& word, const nlohmann::json& more = nlohmann::json::object());

/// The events of that event-data behind the seal.
nlohmann::json events_of(const nlohmann::json& event_data, const nlohmann::json& account);

}  // namespace herald::mailgun::testing
