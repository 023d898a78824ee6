#pragma once
#include <cstddef>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace herald::test {

// What far sides ask of JSON alike. All pure. [any thread]

/// A text that the whole regular expression matches.
bool like(const nlohmann::json& value, const char* pattern);

/// A text of 1 to `most` characters.
bool is_line(const nlohmann::json& value, std::size_t most);

/// An object whose members have these names only.
bool only_of(const nlohmann::json& object, std::initializer_list<std::string_view> names);

/// A document whose objects have each name once; discarded otherwise.
nlohmann::json strict_json(const std::string& text);

}  // namespace herald::test
