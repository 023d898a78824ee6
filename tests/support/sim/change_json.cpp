#include <nlohmann/json.hpp>

#include "tests/support/json_places.hpp"
#include "tests/support/sim/change_kinds.hpp"

namespace herald::test::sim {
namespace {

using nlohmann::json;

/// Values that stand for kinds of mistakes.
std::vector<json> wrong_values(const json& good) {
  std::vector<json> values{json{},
                           "",
                           7,
                           -1,
                           1.5,
                           true,
                           json::array(),
                           json::object(),
                           json::array({1}),
                           "no such word",
                           "<herald>",
                           "a\nb",
                           "a     b",
                           std::string(100, 'x'),
                           std::string(1'000, 'x'),
                           std::string(5'000, 'x'),
                           std::string(33'000, 'x'),
                           "\x01 control"};
  if (good.is_string()) values.emplace_back(good.get<std::string>() + " x");
  if (good.is_array() && !good.empty())
    for (const std::size_t times : {std::size_t{2}, std::size_t{11}, std::size_t{1'001}})
      values.emplace_back(std::vector<json>(times, good.front()));
  return values;
}

/// Members of another request where this one has none, one and two levels deep.
void graft(const RawRequest& good, const json& body, const json& other, std::vector<Change>& changes) {
  if (!body.is_object() || !other.is_object()) return;
  for (const auto& [name, value] : other.items()) {
    json grown = body;
    if (!body.contains(name)) {
      grown[name] = value;
      changes.push_back(
          {"with " + name + " of another request: " + shown(value.dump()), with_body(good, grown.dump())});
      continue;
    }
    grown[name] = value;
    changes.push_back({name + " of another request: " + shown(value.dump()), with_body(good, grown.dump())});
    if (!body.at(name).is_object() || !value.is_object()) continue;
    for (const auto& [inner, member] : value.items())
      if (!body.at(name).contains(inner)) {
        grown = body;
        grown[name][inner] = member;
        changes.push_back(
            {"with " + name + "/" + inner + " of another request", with_body(good, grown.dump())});
      }
  }
}

void change_place(const RawRequest& good, const json& body, const json::json_pointer& at,
                  std::vector<Change>& changes) {
  for (const json& wrong : wrong_values(body.at(at))) {
    json other = body;
    other[at] = wrong;
    changes.push_back({at.to_string() + " as " + shown(wrong.dump()), with_body(good, other.dump())});
  }
  json other = body;
  json& parent = other[at.parent_pointer()];
  if (!parent.is_object()) return;
  parent.erase(at.back());
  changes.push_back({"without " + at.to_string(), with_body(good, other.dump())});
}

void add_member(const RawRequest& good, const json& body, const json::json_pointer& at,
                std::vector<Change>& changes) {
  if (!body.at(at).is_object()) return;
  json other = body;
  other[at]["herald"] = 1;
  changes.push_back({at.to_string() + "/herald", with_body(good, other.dump())});
}

}  // namespace

void change_json(const RawRequest& good, std::span<const RawRequest> others, std::vector<Change>& changes) {
  const json body = json::parse(good.body);
  add_member(good, body, json::json_pointer{}, changes);
  for (const json::json_pointer& at : places_of(body)) {
    change_place(good, body, at, changes);
    add_member(good, body, at, changes);
  }
  for (const RawRequest& other : others) graft(good, body, json::parse(other.body, nullptr, false), changes);
  changes.push_back({"half of the body", with_body(good, good.body.substr(0, good.body.size() / 2))});
  changes.push_back({"bytes that are no UTF-8", with_body(good, "{\"\xff\":1}")});
  changes.push_back({"a list", with_body(good, "[]")});
}

}  // namespace herald::test::sim
