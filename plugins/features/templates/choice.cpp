#include "plugins/features/templates/choice.hpp"

namespace herald::templates {
namespace {

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

std::optional<std::size_t> choose(const std::vector<std::string>& languages, const std::string& wanted) {
  for (std::string tag = lower(wanted); !tag.empty();) {
    for (std::size_t i = 0; i < languages.size(); ++i)
      if (lower(languages[i]) == tag) return i;
    const auto dash = tag.rfind('-');
    tag.resize(dash == std::string::npos ? 0 : dash);
  }
  return std::nullopt;
}

}  // namespace herald::templates
