#pragma once
#include <string>

#include "tests/support/twilio_wire.hpp"

namespace herald::bench {

/// The bytes of a callback of Twilio's with keep-alive: a form, signed with the account's token for the
/// public address `base` + `target`.
std::string twilio_post(const std::string& base, const std::string& target, const test::Form& form);

/// What Twilio tells of a message that it delivered.
test::Form twilio_receipt(const std::string& sid);

/// What Twilio tells of a text that somebody sent.
test::Form twilio_text(const std::string& sid, const std::string& from, const std::string& text);

}  // namespace herald::bench
