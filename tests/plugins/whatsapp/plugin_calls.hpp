#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/support/loaded_plugin.hpp"
#include "tests/support/whatsapp_wire.hpp"

namespace herald::whatsapp::testing {

inline constexpr std::int64_t kNow = 1'760'000'000'000;
inline constexpr std::string_view kRef = "0192f0c4-0000-7000-8000-00000000b001";

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works: the far side's. `more` is merged into it.
nlohmann::json account(const nlohmann::json& more = nlohmann::json::object());

/// An input of op `send` that is taken; `more` is merged into its message.
nlohmann::json message_input(const nlohmann::json& more = nlohmann::json::object());

/// A message of that type with one attachment by link; `options` are its options.
nlohmann::json file_message(const std::string& type,
                            const nlohmann::json& options = nlohmann::json::object());

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account,
                    const nlohmann::json& state = nlohmann::json::object());

/// What on_response answers, read.
nlohmann::json answered(std::string_view op, const nlohmann::json& input,
                        const herald::testing::ProviderAnswer& answer,
                        const nlohmann::json& state = nlohmann::json::object(),
                        const nlohmann::json& channel = account());

/// The body of a planned message, which the far side has found good.
nlohmann::json planned_mail(const nlohmann::json& more,
                            const nlohmann::json& state = nlohmann::json::object());

/// The code of the verdict that plan of op `send` answers; empty when it answers a request.
std::string refusal_code(const nlohmann::json& more, const nlohmann::json& channel = account());

/// The verdict on an answer to a message with `more`.
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer,
                       const nlohmann::json& more = nlohmann::json::object());

/// An answer with an error of that code.
herald::testing::ProviderAnswer refused_with(int status, int code, const std::string& details = "Refused");

/// A webhook with that value beside the metadata of the far side's number.
std::string webhook_of(const nlohmann::json& value);

/// The verdict on a POST of these bytes with that X-Hub-Signature-256; empty: none.
nlohmann::json judged(const std::string& body, const std::string& signature,
                      const nlohmann::json& channel = account());

/// The events of a signed webhook with that value.
nlohmann::json events_in(const nlohmann::json& value);

}  // namespace herald::whatsapp::testing
