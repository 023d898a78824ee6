#pragma once
#include <string>

#include "host/domain/ports.hpp"

namespace herald::api {

/// Why a message is where it is, from what is stored about it (schema MessageExplanation): who chose its
/// channel, what it waits for and until when, and each decision in words. `channel_held`: its deliveries are
/// held just now. Pure. [any thread]
std::string render_explanation(const domain::MessageView& view, bool channel_held);

}  // namespace herald::api
