#pragma once
#include <string>

#include "host/domain/ports.hpp"

namespace herald::api {

/// Who chose the message's channel, as its first journal entry says: `type` or `preference`; empty where the
/// caller named it. [any thread]
std::string chosen_by(const domain::MessageView& view);

}  // namespace herald::api
