#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// The state that Twilio's word for an outgoing message proves. Words before `sent`, and new ones, mean SENT:
/// Twilio has the message. [any thread]
std::string_view state_of_word(std::string_view word);

/// Why a message failed, in Twilio's words. [value]
struct WhyFailed {
  int code{0};         ///< 0: not told
  std::string word{};  ///< for the state
  std::string text{};  ///< redacted
};

/// Adds that to a receipt of state FAILED. [any thread]
void add_failure(const WhyFailed& why, nlohmann::json& event);

/// The events of a status callback: a receipt, and an opt-out where the error code proves one. `ref` is the
/// attempt reference of the URL, or empty. Empty without MessageSid. [any thread]
nlohmann::json receipt_events(const provider::Fields& fields, std::string_view ref);

}  // namespace herald::twilio
