#include "plugins/features/templates/tokenizer.hpp"

#include <algorithm>

namespace herald::templates {
namespace {

constexpr std::size_t kMostProblems = 50;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
/// The later bytes of a character in UTF-8.
bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Walks over a text, counting lines and columns once.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_{text} {}
  [[nodiscard]] Place place_of(std::size_t offset) {
    for (; at_ < offset; ++at_) {
      if (text_[at_] == '\n')
        place_ = {place_.line + 1, 1};
      else if (!continuation(text_[at_]))
        ++place_.column;
    }
    return place_;
  }

 private:
  std::string_view text_;
  std::size_t at_{0};
  Place place_{};
};

/// What is wrong with the inside of double braces; empty when it is a path.
std::string complaint(std::string_view inside) {
  const std::string_view path = trimmed(inside);
  if (path.empty()) return "expected the name of a variable between {{ and }}, found nothing";
  if (is_path(path)) return {};
  if (path.size() > kLongestName) return "expected a name of at most 128 characters";
  if (std::string_view{"#/^!>&%={"}.find(path.front()) != std::string_view::npos)
    return "expected the name of a variable; sections, comments and raw output do not exist here";
  return "expected names of letters, digits and _ joined by dots between {{ and }}";
}

}  // namespace

std::string to_text(const Place& place) {
  return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

bool is_path(std::string_view text) {
  if (text.empty() || text.size() > kLongestName) return false;
  bool first = true;
  for (const char c : text) {
    if (c == '.' && first) return false;
    if (c != '.' && !letter(c) && (first || !digit(c))) return false;
    first = c == '.';
  }
  return !first;
}

Tokens scan(std::string_view text) {
  Tokens out;
  Cursor cursor{text};
  std::size_t variables = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find("{{", at), text.size());
    if (open > at)
      out.pieces.push_back({.text = std::string{text.substr(at, open - at)}, .place = cursor.place_of(at)});
    if (open == text.size()) break;
    const Place place = cursor.place_of(open);
    const std::size_t close = text.find("}}", open + 2);
    const std::string_view inside =
        text.substr(open + 2, close == std::string_view::npos ? close : close - open - 2);
    std::string wrong =
        close == std::string_view::npos ? "expected }} after {{, found the end" : complaint(inside);
    if (wrong.empty() && ++variables > kMostPlaces) wrong = "expected at most 1000 variables in one text";
    if (wrong.empty())
      out.pieces.push_back({true, std::string{trimmed(inside)}, place});
    else
      out.problems.push_back({place, std::move(wrong)});
    if (close == std::string_view::npos || out.problems.size() >= kMostProblems) break;
    at = close + 2;
  }
  return out;
}

std::vector<std::string> names(const Tokens& tokens) {
  std::vector<std::string> out;
  for (const Piece& piece : tokens.pieces)
    if (piece.variable && std::ranges::find(out, piece.text) == out.end()) out.push_back(piece.text);
  return out;
}

}  // namespace herald::templates
