#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace herald::telegram {

/// The member's digits when it is a whole number (ids of Telegram have up to 64 bits); else empty. [any
/// thread]
std::string id_at(const nlohmann::json& object, const char* key);

}  // namespace herald::telegram
