#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/support/loaded_plugin.hpp"

namespace herald::sendgrid::testing {

inline constexpr std::int64_t kNow = 1'715'941'235'000;  ///< four seconds after the sheet's worked vector

/// The verification key of the sheet's worked vector.
extern const std::string kSheetKey;

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works, with a key, a sender and the sheet's verification key.
nlohmann::json account();

/// An input of op `send` that is taken; `more` is merged into its message.
nlohmann::json message_input(const nlohmann::json& more = nlohmann::json::object());

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account);

/// The e-mail of a plan of op `send`, when it has one text segment.
nlohmann::json planned_mail(const nlohmann::json& more);

/// The code of the verdict that plan of op `send` answers; empty when it answers a request.
std::string refusal_code(const nlohmann::json& more);

/// The verdict on an answer to op `send`, or to `op`.
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer, std::string_view op = "send");

/// A callback as it arrives. [value]
struct Arrived {
  std::string content_type{"application/json; charset=utf-8"};
  std::string signature{};
  std::string timestamp{};
  std::string authorization{};
  std::string body{};
};

/// What the plugin answers to a callback: `json` and `bytes`.
herald::testing::StepOutput told(const Arrived& arrived, const nlohmann::json& account);

/// The verdict of it.
nlohmann::json judged(const Arrived& arrived, const nlohmann::json& account);

}  // namespace herald::sendgrid::testing
