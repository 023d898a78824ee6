#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace herald::aws_sns {

/// The events of a text to one of our numbers: the message, and the opt-out or opt-in that it states. Empty
/// without id or sender. The payload bears no time; that of its notification counts. [any thread]
/// Source: docs.aws.amazon.com/sms-voice/latest/userguide, two-way-sms-payload and keywords-required.
nlohmann::json inbound_events(const nlohmann::json& payload, std::optional<std::int64_t> at_ms);

}  // namespace herald::aws_sns
