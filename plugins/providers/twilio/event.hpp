#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// MessageSid under any of its names, or empty. [any thread]
std::string message_sid(const provider::Fields& fields);

/// Twilio's word for the state, MessageStatus or SmsStatus, or empty. [any thread]
std::string status_word(const provider::Fields& fields);

/// Adds dedupe_key (cut to what the host takes) and account_ref. [any thread]
void add_origin(const provider::Fields& fields, std::string dedupe_key, nlohmann::json& event);

}  // namespace herald::twilio
