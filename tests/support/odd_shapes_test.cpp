#include "tests/support/odd_shapes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace herald::test {
namespace {

using nlohmann::json;

std::vector<json> odd_shapes_of(const json& sample) {
  std::vector<json> seen;
  each_odd_shape(sample, [&](const json& odd) { seen.push_back(odd); });
  return seen;
}

TEST(JsonPlaces, AreEachValueOnceAndAnOuterOneFirst) {
  const json whole{{"a", {{"x", 1}, {"y", {2, json::object()}}}}, {"b/c~", nullptr}};
  std::vector<std::string> places;
  for (const auto& at : places_of(whole)) {
    EXPECT_NO_THROW(static_cast<void>(whole.at(at))) << at.to_string();
    places.push_back(at.to_string());
  }
  EXPECT_EQ(places, (std::vector<std::string>{"/a", "/a/x", "/a/y", "/a/y/0", "/a/y/1", "/b~1c~0"}));
  EXPECT_TRUE(places_of(7).empty());
  EXPECT_TRUE(places_of(json::array()).empty());
}

TEST(OddShapes, BeginWithTheSampleItself) {
  const json sample{{"a", {1, 2}}};
  EXPECT_EQ(odd_shapes_of(sample).front(), sample);
  const std::vector<std::pair<std::string, std::string>> fields{{"a", "1"}};
  std::vector<std::vector<std::pair<std::string, std::string>>> seen;
  each_odd_field<std::vector<std::pair<std::string, std::string>>>(
      fields, [&](const auto& odd) { seen.push_back(odd); });
  EXPECT_EQ(seen.front(), fields);
}

TEST(OddShapes, ChangeAnOuterValueOnceHoweverManyItHolds) {
  const std::vector<json> seen = odd_shapes_of({{"a", {{"x", 1}, {"y", 2}, {"z", 3}}}});
  EXPECT_EQ(std::ranges::count(seen, json::object()), 2) << "the whole as {}, and without its only member";
  // The sample, the whole by each value, and four places by each value and left out.
  EXPECT_EQ(seen.size(), 1 + odd_values().size() + 4 * (odd_values().size() + 1));
}

}  // namespace
}  // namespace herald::test
