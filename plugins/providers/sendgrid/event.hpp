#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/sendgrid/account.hpp"

namespace herald::sendgrid {

/// The X-Message-Id that a sg_message_id continues: it ends before `.filter` or `.recvd`, else before the
/// first dot. [any thread]
std::string message_id(std::string_view sg_message_id);

/// Adds to `events` what one element of a batch says, and nothing for one that says nothing to us: of another
/// system, of a copy's recipient, a new word, an opening by a machine. [any thread]
/// Source: twilio.com/docs/sendgrid/for-developers/tracking-events/event.
void add_events(const nlohmann::json& element, Account::Sharing sharing, nlohmann::json& events);

}  // namespace herald::sendgrid
