#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/aws_sns_server.hpp"
#include "tests/support/loaded_plugin.hpp"

namespace herald::aws_sns::testing {

inline constexpr std::int64_t kNow = 1'715'941'230'000;  ///< of the sheet's worked vector
inline constexpr const char* kCertificateUrl =
    "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem";

/// The built plugin, loaded once. [one thread]
const herald::testing::LoadedPlugin& plugin();

/// An account that works, and believes one topic. `more` is merged into it.
nlohmann::json account(const nlohmann::json& more = nlohmann::json::object());

/// An input of op `send` that is taken; `more` is merged into its message.
nlohmann::json message_input(const nlohmann::json& more = nlohmann::json::object());

/// What plan answers, read.
nlohmann::json plan(std::string_view op, const nlohmann::json& input, const nlohmann::json& account,
                    const nlohmann::json& state = nlohmann::json::object());

/// The parameters of a planned message.
test::Form planned_form(const nlohmann::json& more, const nlohmann::json& channel = account());

/// The value of a planned message's attribute; empty without it.
std::string attribute(const test::Form& form, const std::string& name);

/// The code of the verdict that plan of op `send` answers; empty when it answers a request.
std::string refusal_code(const nlohmann::json& more, const nlohmann::json& channel = account());

/// What on_response of op `send` answers, read, and its verdict.
nlohmann::json reply(const herald::testing::ProviderAnswer& answer,
                     const nlohmann::json& state = nlohmann::json::object());
nlohmann::json verdict(const herald::testing::ProviderAnswer& answer);

/// The whole request of a plan as the far side reads it.
test::RawRequest raw_request(const nlohmann::json& plan);

/// A certificate of SNS's key that is valid for a year on both sides of kNow.
const std::string& good_certificate();

/// A notification as it arrives, and what is found at the URLs that the plugin asks for. [value]
struct Arrived {
  std::string body{};
  nlohmann::json headers = nlohmann::json::array();
  std::string method{"POST"};
  herald::testing::ProviderAnswer certificate{.body = good_certificate()};
  herald::testing::ProviderAnswer confirmation{.body = "<ConfirmSubscriptionResponse/>"};
};

/// How the loop ended. [value]
struct Ended {
  nlohmann::json verdict{};
  std::vector<nlohmann::json> requests{};  ///< that it made
};
Ended ended(const Arrived& arrived, const nlohmann::json& channel = account());

/// The code of the verdict; empty for one that is believed.
std::string code_of(const Arrived& arrived, const nlohmann::json& channel = account());

/// A notice of kNow that is signed as it should be, before it is changed.
test::AwsSnsNotice notice(const std::string& message);
test::AwsSnsNotice confirmation(const std::string& type = "SubscriptionConfirmation");

/// The events of a notification with that message.
nlohmann::json events_of(const std::string& message);

}  // namespace herald::aws_sns::testing
