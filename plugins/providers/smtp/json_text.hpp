#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace herald::smtp {

/// The object that `text` holds. Throws sdk::Failure naming `what` when it holds none. [any thread]
nlohmann::json object_of(std::string_view text, std::string_view what);

/// The member when it is a string; empty otherwise.
std::string text_at(const nlohmann::json& object, const char* key);

/// The member, or an empty object when it is absent or no object.
const nlohmann::json& object_at(const nlohmann::json& object, const char* key);

/// Compact JSON; bytes that are no UTF-8 become U+FFFD.
std::string dumped(const nlohmann::json& value);

}  // namespace herald::smtp
