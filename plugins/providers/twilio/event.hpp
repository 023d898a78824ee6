#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// MessageSid under any of its names, or empty. [any thread]
std::string message_sid(const provider::Fields& fields);

/// Twilio's word for the state, MessageStatus or SmsStatus, or empty. [any thread]
std::string status_word(const provider::Fields& fields);

/// The address in that parameter without the channel's prefix: `+447700900123` of `whatsapp:+447700900123`,
/// and `US.1234` of a user without a number. [any thread]
std::string address_in(const provider::Fields& fields, std::string_view name);

/// Adds dedupe_key (cut to what the host takes) and account_ref. [any thread]
void add_origin(const provider::Fields& fields, std::string dedupe_key, nlohmann::json& event);

}  // namespace herald::twilio
