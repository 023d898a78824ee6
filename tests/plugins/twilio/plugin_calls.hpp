#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/support/loaded_plugin.hpp"

namespace herald::twilio::testing {

inline constexpr std::string_view kAccountSid = "AC00112233445566778899aabbccddeeff";
inline constexpr std::string_view kToken = "8d1f0a6b7c5e4f3a2b1c0d9e8f7a6b5c";  ///< of the sheet's vectors

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works, with a token and a sender.
nlohmann::json account();

/// An input of op `send` that is taken.
nlohmann::json message_input();

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account,
                    const nlohmann::json& state = nlohmann::json::object());

/// What on_response answers to `op` with that input, read.
nlohmann::json answered(std::string_view op, const nlohmann::json& input,
                        const herald::testing::ProviderAnswer& answer,
                        const nlohmann::json& state = nlohmann::json::object());

/// The body of the one request of a plan of op `send`.
std::string planned_body(const nlohmann::json& input, const nlohmann::json& account);

/// The verdict on an answer to op `send`, or to `op`.
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer, std::string_view op = "send");

/// A callback as it arrives. [value]
struct Arrived {
  std::string method{"POST"};
  std::string url{};
  std::string content_type{"application/x-www-form-urlencoded"};
  std::string signature{};
  std::string body{};
};

/// The verdict on a callback.
nlohmann::json judged(const Arrived& arrived, const nlohmann::json& account);

/// The X-Twilio-Signature of this data, computed with OpenSSL.
std::string sign(std::string_view data);

/// A form POST to `url`, signed; `parameters` as Twilio signs them: names and values without separators.
Arrived signed_form(std::string url, std::string body, std::string_view parameters);

}  // namespace herald::twilio::testing
