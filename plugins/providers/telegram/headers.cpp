#include "plugins/providers/telegram/headers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace herald::telegram {
namespace {

bool same_name(std::string_view given, std::string_view lower) {
  const auto to_lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(given.begin(), given.end(), lower.begin(), lower.end(),
                    [&](char x, char y) { return to_lower(x) == y; });
}

}  // namespace

std::vector<std::string> header_values(std::string_view headers_json, std::string_view name) {
  std::vector<std::string> values;
  const auto list = nlohmann::json::parse(headers_json, nullptr, false);
  if (!list.is_array()) return values;
  for (const auto& pair : list)
    if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string() &&
        same_name(pair[0].get_ref<const std::string&>(), name))
      values.push_back(pair[1].get<std::string>());
  return values;
}

}  // namespace herald::telegram
