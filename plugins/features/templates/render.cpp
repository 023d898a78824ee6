#include "plugins/features/templates/render.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "plugins/features/templates/html.hpp"
#include "plugins/features/templates/tokenizer.hpp"

namespace herald::templates {
namespace {

using Part = std::pair<std::string_view, std::string Texts::*>;
constexpr std::array<Part, 3> kParts{
    {{"/subject", &Texts::subject}, {"/template_body", &Texts::body}, {"/template_html", &Texts::html}}};

void complain_about(const Tokens& tokens, const std::vector<std::string>& declared, std::string_view pointer,
                    std::vector<Complaint>& out) {
  for (const SyntaxProblem& problem : tokens.problems)
    out.push_back({std::string{pointer}, to_text(problem.place) + ": " + problem.text});
  for (const Piece& piece : tokens.pieces)
    if (piece.variable && !declared.empty() && std::ranges::find(declared, piece.text) == declared.end())
      out.push_back(
          {std::string{pointer}, to_text(piece.place) + ": template_variables does not name " + piece.text});
}

std::string filled(const Tokens& tokens, const Values& values) {
  std::string out;
  for (const Piece& piece : tokens.pieces) {
    if (!piece.variable)
      out += piece.text;
    else if (const auto value = values.find(piece.text); value != values.end())
      out += value->second;
    if (out.size() > kLongestText) break;
  }
  return out;
}

void complain_missing(const std::vector<std::string>& wanted, const Values& values, const std::string& at,
                      std::vector<Complaint>& complaints) {
  for (const std::string& path : wanted)
    if (!values.contains(path))
      complaints.push_back({pointer_of(at, path), "the template needs this variable"});
}

void check_sizes(const Texts& texts, const std::string& at, std::vector<Complaint>& complaints) {
  if (texts.body.size() > kLongestText || texts.subject.size() > kLongestText)
    complaints.push_back({at, "expected values that make a text of at most 262144 bytes"});
  if (texts.html.size() > kLongestHtml)
    complaints.push_back({at, "expected values that make HTML of at most 1048576 bytes"});
  if (texts.subject.find_first_of("\r\n") != std::string::npos)
    complaints.push_back({at, "expected values without line breaks in the subject"});
}

}  // namespace

std::vector<Complaint> examine(const Texts& texts, const std::vector<std::string>& declared) {
  std::vector<Complaint> out;
  for (const auto& [pointer, member] : kParts) complain_about(scan(texts.*member), declared, pointer, out);
  if (out.empty() && !expand_html(scan(texts.html), {}))
    out.push_back({"/template_html", "expected HTML in which it is clear where each variable stands"});
  return out;
}

std::vector<std::string> variables_of(const Texts& texts) {
  std::vector<std::string> out;
  for (const auto& [pointer, member] : kParts)
    for (std::string& name : names(scan(texts.*member)))
      if (std::ranges::find(out, name) == out.end()) out.push_back(std::move(name));
  return out;
}

Texts render(const Texts& texts, const Values& values, Missing missing, const std::string& at,
             std::vector<Complaint>& complaints) {
  if (missing == Missing::Fail) complain_missing(variables_of(texts), values, at, complaints);
  Texts out{.subject = filled(scan(texts.subject), values), .body = filled(scan(texts.body), values)};
  if (!texts.html.empty()) {
    auto html = expand_html(scan(texts.html), values);
    if (html)
      out.html = *std::move(html);
    else
      complaints.push_back({at, "the template's HTML cannot be escaped"});
  }
  check_sizes(out, at, complaints);
  return out;
}

}  // namespace herald::templates
