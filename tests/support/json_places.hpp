#pragma once
#include <nlohmann/json.hpp>
#include <vector>

namespace herald::test {

/// Where the values inside of a JSON value are: each once, before those inside of it; not the whole itself.
/// [any thread]
inline std::vector<nlohmann::json::json_pointer> places_of(const nlohmann::json& whole) {
  std::vector<nlohmann::json::json_pointer> places;
  const auto add = [&](const nlohmann::json& value, const nlohmann::json::json_pointer& at,
                       const auto& self) -> void {
    const auto add_inner = [&](const nlohmann::json& inner, nlohmann::json::json_pointer place) {
      places.push_back(place);
      self(inner, place, self);
    };
    if (value.is_object())
      for (const auto& [name, inner] : value.items()) add_inner(inner, at / name);
    if (value.is_array())
      for (std::size_t i = 0; i < value.size(); ++i) add_inner(value[i], at / i);
  };
  add(whole, nlohmann::json::json_pointer{}, add);
  return places;
}

}  // namespace herald::test
