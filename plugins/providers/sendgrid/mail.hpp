#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/sendgrid/outbound.hpp"

namespace herald::sendgrid {

/// The body of POST /v3/mail/send as the segments of sdk/README.md, attachments as blobs. [any thread]
nlohmann::json body_of(const Outbound& message);

/// How many bytes those segments make on the wire. [any thread]
std::uint64_t wire_bytes(const nlohmann::json& segments, const Outbound& message);

}  // namespace herald::sendgrid
