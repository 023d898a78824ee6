#include "host/json/schema_problems.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <valijson/validation_results.hpp>

#include "host/json/document.hpp"

namespace herald::json {
namespace {

constexpr std::array<std::string_view, 5> kSummaries{
    "Failed to validate against child schema #",
    "Failed to validate against schema associated with property name",
    "Failed to validate item #",
    "Failed to validate against additional properties schema",
    "Failed to validate against a conditional schema",
};

/// Beginnings of valijson's texts and what a caller reads instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kTexts{{
    {"Target should not validate", "is not a known field"},
    {"Value type not permitted", "has a type that is not allowed here"},
    {"Failed to match against any enum", "is not one of the allowed values"},
    {"Failed to match expected value", "is not the expected value"},
    {"Failed to match regex", "does not match the expected pattern"},
    {"Failed to validate against any child", "matches none of the allowed forms"},
    {"Failed to validate against exactly one", "matches more than one of the allowed forms"},
}};

constexpr std::string_view kMissing = "Missing required property '";

/// `<root>`, `[a]`, `[0]` → "/a/0".
std::string pointer_of(const std::vector<std::string>& context) {
  std::string out;
  for (std::size_t i = 1; i < context.size(); ++i) {
    const std::string_view step = context[i];
    out += pointer_step(step.size() >= 2 ? step.substr(1, step.size() - 2) : step);
  }
  return out;
}

Problem problem_of(const valijson::ValidationResults::Error& error) {
  const std::string_view text = error.description;
  std::string pointer = pointer_of(error.context);
  if (text.starts_with(kMissing)) {
    const std::string_view name = text.substr(kMissing.size(), text.size() - kMissing.size() - 2);
    return {.pointer = pointer + pointer_step(name), .text = "is required"};
  }
  const auto* known =
      std::ranges::find_if(kTexts, [&](const auto& row) { return text.starts_with(row.first); });
  return {.pointer = std::move(pointer), .text = std::string{known == kTexts.end() ? text : known->second}};
}

}  // namespace

std::vector<Problem> schema_problems(const valijson::ValidationResults& results) {
  std::vector<Problem> out;
  for (const auto& error : results) {
    const bool summary = std::ranges::any_of(
        kSummaries, [&](std::string_view start) { return error.description.starts_with(start); });
    if (summary) continue;
    Problem problem = problem_of(error);
    if (std::ranges::find(out, problem) == out.end()) out.push_back(std::move(problem));
  }
  // A refusal without a reason would read as success.
  if (out.empty()) out.push_back({"", "does not conform to the schema"});
  return out;
}

}  // namespace herald::json
