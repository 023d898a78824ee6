#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plugins/features/templates/variables.hpp"

namespace herald::templates {

inline constexpr std::size_t kLongestText = std::size_t{256} * 1024;  ///< bytes of a rendered body or subject
inline constexpr std::size_t kLongestHtml = std::size_t{1024} * 1024;  ///< bytes of rendered HTML

/// The texts of a template, or of a message made of it. [value]
struct Texts {
  std::string subject{};
  std::string body{};
  std::string html{};
};

/// What a variable that was not given becomes.
enum class Missing : std::uint8_t { Fail, Empty };

/// What is wrong with the texts by themselves: their syntax, variables that `declared` does not name (when it
/// is not empty), HTML that cannot be escaped safely. Pointers are /subject, /template_body, /template_html.
std::vector<Complaint> examine(const Texts& texts, const std::vector<std::string>& declared);

/// The distinct variables of all three.
std::vector<std::string> variables_of(const Texts& texts);

/// The texts with their variables filled in, escaped in the HTML for where each stands. The texts have been
/// examined. A missing value is a complaint at `at`/path, unless it may be empty. [any thread]
Texts render(const Texts& texts, const Values& values, Missing missing, const std::string& at,
             std::vector<Complaint>& complaints);

}  // namespace herald::templates
