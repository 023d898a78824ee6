#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/json_places.hpp"

namespace herald::test {

// What far sides must not fall over, whether they refuse it or not. Nothing is asserted here: `use` does
// that.

/// Values of every kind, for members that expect another.
inline std::vector<nlohmann::json> odd_values() {
  using nlohmann::json;
  return {nullptr,
          true,
          0,
          -1,
          1.5e300,
          UINT64_MAX,
          "",
          "x",
          std::string(70'000, 'a'),
          std::string("\0\x1f\x7f", 3),
          json::array(),
          json::object(),
          {1, "a", nullptr},
          {{"x", 1}},
          {{{"x", nullptr}}}};
}

/// `use` is called with `sample` as it is, and with each value inside of it, the whole too, in turn replaced
/// by each odd one and left out.
inline void each_odd_shape(const nlohmann::json& sample,
                           const std::function<void(const nlohmann::json&)>& use) {
  using nlohmann::json;
  use(sample);
  for (const json& value : odd_values()) use(value);
  for (const json::json_pointer& at : places_of(sample)) {
    for (const json& value : odd_values()) {
      json changed = sample;
      changed[at] = value;
      use(changed);
    }
    json without = sample;
    json& around = without[at.parent_pointer()];
    around.is_array() ? around.erase(std::stoul(at.back())) : static_cast<void>(around.erase(at.back()));
    use(without);
  }
}

/// Values of fields of a form, which are texts.
inline std::vector<std::string> odd_texts() {
  return {"",         " ",  std::string(70'000, 'a'), std::string(70'000, '.'), std::string("\0\x7f", 2),
          "\xff\xfe", "[1", R"({"x":[{}]})",          "99999999999999999999",   "-1"};
}

/// `use` is called with `fields` as they are, and with those in which each value in turn is replaced by each
/// odd text, doubled and left out. `Fields` is a list of pairs, or of structs whose member `value` is one.
template <class Fields>
void each_odd_field(const Fields& fields, const std::function<void(const Fields&)>& use) {
  use(fields);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (const std::string& text : odd_texts()) {
      Fields changed = fields;
      if constexpr (requires { changed[i].value; })
        changed[i].value = text;
      else
        changed[i].second = text;
      use(changed);
    }
    Fields without = fields, twice = fields;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    twice.push_back(fields[i]);
    use(without);
    use(twice);
  }
}

}  // namespace herald::test
