#include "plugins/features/templates/variables.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace herald::templates {
namespace {

using nlohmann::json;

constexpr int kDeepest = 8;

std::string escaped(std::string_view step) {
  std::string out;
  for (const char c : step) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

/// Gathers the values of one object.
class Gatherer {
 public:
  Gatherer(const std::vector<std::string>& known, std::vector<Complaint>& complaints)
      : known_{known}, complaints_{complaints} {}

  void gather(const json& object, const std::string& path, const std::string& pointer, int depth) {
    if (depth > kDeepest) return complain(pointer, "expected at most 8 levels");
    for (const auto& [name, value] : object.items()) {
      const std::string inner = path.empty() ? name : path + "." + name;
      const std::string place = pointer + "/" + escaped(name);
      if (value.is_null()) continue;
      if (value.is_object())
        gather(value, inner, place, depth + 1);
      else
        take(inner, value, place);
    }
  }
  Values values;

 private:
  void complain(const std::string& pointer, std::string text) {
    complaints_.push_back({pointer, std::move(text)});
  }
  void take(const std::string& path, const json& value, const std::string& pointer) {
    if (std::ranges::find(known_, path) == known_.end())
      return complain(pointer, "the template has no such variable");
    if (value.is_array()) return complain(pointer, "expected a text, a number, true or false");
    std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (text.size() > kLongestValue) return complain(pointer, "expected at most 10000 bytes");
    if (text.find('\0') != std::string::npos) return complain(pointer, "expected a text without U+0000");
    values.insert_or_assign(path, std::move(text));
  }

  const std::vector<std::string>& known_;
  std::vector<Complaint>& complaints_;
};

}  // namespace

std::string pointer_of(const std::string& at, std::string_view path) {
  std::string out = at + "/";
  for (const char c : path) out += c == '.' ? '/' : c;
  return out;
}

Values read_values(std::string_view text, const std::vector<std::string>& known, const std::string& at,
                   std::vector<Complaint>& complaints) {
  const json object = json::parse(text, nullptr, false);
  Gatherer gatherer{known, complaints};
  if (object.is_object()) gatherer.gather(object, "", at, 1);
  return std::move(gatherer.values);
}

}  // namespace herald::templates
