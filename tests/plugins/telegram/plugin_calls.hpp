#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/support/loaded_plugin.hpp"

namespace herald::telegram::testing {

inline constexpr std::string_view kToken = "123456:canaryTokenSecret-0123456789";
inline constexpr std::string_view kSecret = "canary_webhook-secret_0123456789abcdef";

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works, with a token and a webhook secret.
nlohmann::json account();

/// An input of op `send` that is taken, with members of its message replaced.
nlohmann::json message_input(const nlohmann::json& changes = nlohmann::json::object());

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account,
                    const nlohmann::json& state = nlohmann::json::object());

/// What on_response answers to `op` with that input, read.
nlohmann::json answered(std::string_view op, const nlohmann::json& input,
                        const herald::testing::ProviderAnswer& answer,
                        const nlohmann::json& state = nlohmann::json::object());

/// The parameters of the one request of a plan of op `send`.
nlohmann::json parameters(const nlohmann::json& changes);

/// The verdict on an answer to `op`.
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer, std::string_view op = "send");

/// The verdict on an error of the API.
nlohmann::json error_verdict(int status, std::string_view description, std::string_view op = "send");

}  // namespace herald::telegram::testing
