#include "tests/support/json_rules.hpp"
#include "tests/support/whole_match.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <vector>

namespace herald::test {
namespace {

using nlohmann::json;

std::size_t length_of(const json& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text.get_ref<const std::string&>(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

}  // namespace

bool like(const json& value, const char* pattern) {
  return value.is_string() && whole_match(value.get_ref<const std::string&>(), std::regex{pattern});
}

bool is_line(const json& value, std::size_t most) {
  return value.is_string() && !value.get_ref<const std::string&>().empty() && length_of(value) <= most;
}

bool only_of(const json& object, std::initializer_list<std::string_view> names) {
  return object.is_object() && std::ranges::all_of(object.items(), [&](const auto& each) {
           return std::ranges::find(names, each.key()) != names.end();
         });
}

json strict_json(const std::string& text) {
  std::vector<std::set<std::string>> names;
  bool repeated = false;
  const json::parser_callback_t watch = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) names.emplace_back();
    if (event == json::parse_event_t::object_end) names.pop_back();
    if (event == json::parse_event_t::key && !names.back().insert(parsed.get<std::string>()).second)
      repeated = true;
    return true;
  };
  json out = json::parse(text, watch, false);
  return repeated ? json(json::value_t::discarded) : out;
}

}  // namespace herald::test
