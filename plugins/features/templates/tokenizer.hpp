#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::templates {

inline constexpr std::size_t kLongestName = 128;  ///< bytes of a variable's path
inline constexpr std::size_t kMostPlaces = 1000;  ///< variables in one text, repetitions counted

/// A place in a text: lines and characters (code points) from 1. [value]
struct Place {
  std::size_t line{1};
  std::size_t column{1};
};
std::string to_text(const Place& place);  ///< "line 2, column 5"

/// A stretch of plain text, or a variable. [value]
struct Piece {
  bool variable{false};
  std::string text{};  ///< the text, or the variable's path without blanks
  Place place{};
};

struct SyntaxProblem {
  Place place{};
  std::string text{};
};

/// A text in pieces, or every place where it is neither text nor variable. [value]
struct Tokens {
  std::vector<Piece> pieces{};
  std::vector<SyntaxProblem> problems{};
};

/// Reads `{{ path }}`: blanks around the path, names of letters, digits and `_` (no digit first) joined by
/// dots. Whatever else stands in double braces is a problem: there are no sections, filters or comments. Any
/// bytes may be given; linear in their number. [any thread]
Tokens scan(std::string_view text);

/// Whether that is the path of a variable.
bool is_path(std::string_view text);

/// The distinct paths of the variables, in order of appearance.
std::vector<std::string> names(const Tokens& tokens);

}  // namespace herald::templates
