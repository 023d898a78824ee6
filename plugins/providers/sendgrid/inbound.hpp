#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/multipart.hpp"

namespace herald::sendgrid {

/// Makes an id for an e-mail without Message-ID.
using Digest = std::function<std::string(std::string_view)>;

/// The events of a post of Inbound Parse, parsed or raw; none without sender and recipient. `bytes` gets what
/// the ranges of its media name. [any thread]
/// Source: twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook.
nlohmann::json inbound_events(const std::vector<provider::Part>& parts, const Digest& sha256_hex,
                              std::string& bytes);

}  // namespace herald::sendgrid
