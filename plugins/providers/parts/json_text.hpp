#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// The object that `text` holds. Throws sdk::Failure naming `what` when it holds none. [any thread]
nlohmann::json object_of(std::string_view text, std::string_view what);

/// The member as text: a string as it is, a number in digits; empty when it is absent, null or anything else.
std::string text_at(const nlohmann::json& object, const char* key);

/// The member, or an empty object when it is absent or no object.
const nlohmann::json& object_at(const nlohmann::json& object, const char* key);

/// The member when it is a whole number, true or false; nothing otherwise.
std::optional<std::int64_t> integer_at(const nlohmann::json& object, const char* key);
std::optional<bool> choice_at(const nlohmann::json& object, const char* key);

/// The items of a list, what is no string as empty text; nothing when the member is no list.
std::vector<std::string> texts_at(const nlohmann::json& object, const char* key);

/// The value of the first header of that name in any case of `[["Name","value"], …]`; empty when absent.
std::string header_of(const nlohmann::json& headers, std::string_view name);

/// Compact JSON; bytes that are no UTF-8 become U+FFFD.
std::string dumped(const nlohmann::json& value);

}  // namespace herald::provider
