#include "plugins/features/templates/html.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>

#include <algorithm>

namespace herald::templates {
namespace {

/// Paths hold what ctemplate does not take in a name, so variables are numbered.
std::string rewritten(const std::vector<std::string>& paths, const std::string& path) {
  return "V" + std::to_string(std::ranges::find(paths, path) - paths.begin());
}

/// A value would choose the element: ctemplate only takes blanks and signs out of it.
bool names_an_element(const Tokens& tokens) {
  for (std::size_t i = 1; i < tokens.pieces.size(); ++i) {
    const Piece& before = tokens.pieces[i - 1];
    if (tokens.pieces[i].variable && !before.variable &&
        (before.text.ends_with('<') || before.text.ends_with("</")))
      return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> expand_html(const Tokens& tokens, const Values& values) {
  if (names_an_element(tokens)) return std::nullopt;
  const std::vector<std::string> paths = names(tokens);
  std::string text = "{{%AUTOESCAPE context=\"HTML\"}}";
  for (const Piece& piece : tokens.pieces)
    text += piece.variable ? "{{" + rewritten(paths, piece.text) + "}}" : piece.text;
  ctemplate::TemplateDictionary dictionary{"message"};
  for (const std::string& path : paths) {
    const auto value = values.find(path);
    dictionary.SetValue(rewritten(paths, path), value == values.end() ? "" : value->second);
  }
  // A cache of its own: nothing is kept from one message to the next.
  ctemplate::TemplateCache cache;
  std::string out;
  if (!cache.StringToTemplateCache("html", text, ctemplate::DO_NOT_STRIP) ||
      !cache.ExpandWithData("html", ctemplate::DO_NOT_STRIP, &dictionary, nullptr, &out))
    return std::nullopt;
  return out;
}

}  // namespace herald::templates
