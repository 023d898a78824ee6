#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "tests/support/loaded_plugin.hpp"
#include "tests/support/vonage_wire.hpp"

namespace herald::vonage::testing {

inline constexpr std::int64_t kNow = 1'715'941'235'000;  ///< five seconds after the sheet's worked vectors
inline constexpr std::string_view kSigSecret = "herald-sig-secret";
inline constexpr std::string_view kTokenSecret = "herald-hs256-signature-secret-0001";

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works: key and secret, and callbacks signed by HMAC-SHA256. `more` is merged into it.
nlohmann::json account(const nlohmann::json& more = nlohmann::json::object());

/// The same with an application, whose key pair is vonage_keys().
nlohmann::json application_account();

/// An input of op `send` that is taken; `more` is merged into its message.
nlohmann::json message_input(const nlohmann::json& more = nlohmann::json::object());

/// Members of a message that is taken as WhatsApp.
nlohmann::json whatsapp(const nlohmann::json& more = nlohmann::json::object());

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account);

/// The body of a plan's request.
std::string body_of(const nlohmann::json& plan);

/// The parameters of a planned SMS, and the body of a planned message of the Messages API.
test::Form planned_form(const nlohmann::json& more, const nlohmann::json& channel = account());
nlohmann::json planned_mail(const nlohmann::json& more, const nlohmann::json& channel = account());

/// The code of the verdict that plan of op `send` answers; empty when it answers a request.
std::string refusal_code(const nlohmann::json& more, const nlohmann::json& channel = account());

/// The verdict on an answer to op `send` of a message with `more`.
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer,
                       const nlohmann::json& more = nlohmann::json::object());

/// The whole request of a plan as the far side reads it.
test::RawRequest raw_request(const nlohmann::json& plan);

/// A callback as it arrives. [value]
struct Arrived {
  std::string method{"POST"};
  std::string query{};
  std::string content_type{"application/x-www-form-urlencoded"};
  std::string authorization{};
  std::string body{};
};

/// The verdict on a callback.
nlohmann::json judged(const Arrived& arrived, const nlohmann::json& channel = account());
/// The code of that verdict; empty for one that is believed.
std::string code_of(const Arrived& arrived, const nlohmann::json& channel = account());

/// Parameters with timestamp, nonce and sig of that method, that secret and that second.
struct Sealing {
  test::VonageMethod method{test::VonageMethod::Sha256};
  std::string secret{kSigSecret};
  std::int64_t at{kNow / 1000};
};
test::Form sealed(test::Form form, const Sealing& sealing = {});

/// A POST of signed parameters as a form.
Arrived posted(const test::Form& form, const Sealing& sealing = {});

/// A POST of JSON with a token.
struct Stamping {
  std::string secret{kSigSecret};
  std::int64_t at{kNow / 1000};
};
Arrived stamped(const nlohmann::json& body, const Stamping& stamping = {});

/// The events behind the event `once`.
nlohmann::json events_of(const Arrived& arrived, const nlohmann::json& channel = account());

}  // namespace herald::vonage::testing
