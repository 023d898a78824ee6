#include "sdk/tools/plugin/sheet_members.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace herald::kit {

using nlohmann::json;

void say(const Flaws& flaws, const std::string& below, Findings& findings) {
  for (const Flaw& flaw : flaws)
    if (flaw.pointer.starts_with(below))
      findings.add(flaw.expected, (flaw.pointer.empty() ? "" : flaw.pointer + " ") + shown(flaw.found));
}

Members::Members(const json& object, std::string pointer, Flaws& flaws)
    : object_{object}, pointer_{std::move(pointer)}, flaws_{flaws} {
  if (!object.is_object()) flaws_.push_back({pointer_, "an object", object.dump()});
}

Members::~Members() {
  if (!object_.is_object()) return;
  for (const auto& [name, value] : object_.items())
    if (!known_.contains(name))
      flaws_.push_back({pointer_ + "/" + name, "members that the host knows", "is not a known member"});
}

void Members::complain(const std::string& name, std::string expected, std::string found) {
  if (found.empty()) found = object_.is_object() ? object_.value(name, json{}).dump() : "none";
  flaws_.push_back({pointer_ + "/" + name, std::move(expected), std::move(found)});
}

json Members::value(const std::string& name, Need need) {
  known_.insert(name);
  json found = object_.is_object() ? object_.value(name, json{}) : json{};
  if (found.is_null() && need == Need::Required && object_.is_object())
    complain(name, "a member " + name, "none");
  return found;
}

std::string Members::text(const std::string& name, Need need, std::size_t least, std::size_t most) {
  const json found = value(name, need);
  if (found.is_null()) return {};
  if (!found.is_string()) {
    complain(name, "a text " + name);
    return {};
  }
  auto text = found.get<std::string>();
  const auto size = static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  if (size > most) complain(name, "at most " + std::to_string(most) + " characters", std::to_string(size));
  if (size < least) complain(name, "at least " + std::to_string(least) + " characters", std::to_string(size));
  if (text.find('\0') != std::string::npos) complain(name, "a text without U+0000");
  return size > most || size < least ? std::string{} : text;
}

std::string Members::one_of(const std::string& name, Need need, const std::vector<std::string>& choices) {
  const json found = value(name, need);
  if (found.is_null()) return {};
  if (found.is_string() && std::ranges::find(choices, found.get<std::string>()) != choices.end())
    return found.get<std::string>();
  std::string all;
  for (const std::string& one : choices) all += (all.empty() ? "" : ", ") + one;
  complain(name, name + ": one of " + all);
  return {};
}

std::int64_t Members::integer(const std::string& name, Need need, std::int64_t least, std::int64_t most,
                              std::int64_t otherwise) {
  const json found = value(name, need);
  if (found.is_null()) return otherwise;
  if (found.is_number_integer() && found >= least && found <= most) return found.get<std::int64_t>();
  complain(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return otherwise;
}

bool Members::boolean(const std::string& name, Need need) {
  const json found = value(name, need);
  if (!found.is_null() && !found.is_boolean()) complain(name, "true or false as " + name);
  return found.is_boolean() && found.get<bool>();
}

void Members::each(const std::string& name, Need need, std::size_t most, const Reader& read) {
  const json found = value(name, need);
  if (found.is_null()) return;
  if (!found.is_array()) return complain(name, "an array " + name);
  if (found.size() > most)
    return complain(name, "at most " + std::to_string(most) + " " + name, std::to_string(found.size()));
  for (std::size_t i = 0; i < found.size(); ++i) {
    Members one{found[i], pointer_ + "/" + name + "/" + std::to_string(i), flaws_};
    if (found[i].is_object()) read(one);
  }
}

}  // namespace herald::kit
