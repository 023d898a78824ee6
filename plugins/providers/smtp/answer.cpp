#include "plugins/providers/smtp/answer.hpp"

#include <algorithm>

namespace herald::smtp {
namespace {

constexpr std::size_t kLongestLine = 2048;
constexpr std::size_t kMostLines = 200;
constexpr std::size_t kMostWords = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The enhanced code at the front of a line, or nothing.
std::string_view status_in(std::string_view line, int severity) {
  const std::string_view word = line.substr(0, line.find(' '));
  if (word.size() < 5 || word.size() > 9 || word[0] - '0' != severity || word[1] != '.') return {};
  const std::size_t dot = word.find('.', 2);
  if (dot == std::string_view::npos || dot == 2 || dot > 5) return {};
  const std::string_view subject = word.substr(2, dot - 2);
  const std::string_view detail = word.substr(dot + 1);
  const bool fits = !detail.empty() && detail.size() <= 3 && std::ranges::all_of(subject, is_digit) &&
                    std::ranges::all_of(detail, is_digit);
  return fits ? word : std::string_view{};
}

/// One line without its end: code, a blank or hyphen or nothing, words.
std::optional<int> code_of(std::string_view line) {
  if (line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit)) return std::nullopt;
  if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return std::nullopt;
  const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return code >= 200 && code < 600 ? std::optional{code} : std::nullopt;
}

}  // namespace

Read read_answer(std::string_view bytes) {
  const Read kMalformed{.kind = Read::Kind::Malformed};
  Read read;
  for (;;) {
    const std::string_view rest = bytes.substr(read.size);
    const std::size_t end = rest.find('\n');
    if (std::min(end, rest.size()) > kLongestLine) return kMalformed;
    if (end == std::string_view::npos) return {};
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto code = code_of(line);
    if (!code || (read.answer.code != 0 && *code != read.answer.code)) return kMalformed;
    if (read.answer.lines.size() == kMostLines) return kMalformed;
    read.answer.code = *code;
    read.answer.lines.emplace_back(line.substr(std::min<std::size_t>(4, line.size())));
    read.size += end + 1;
    if (line.size() > 3 && line[3] == '-') continue;
    read.kind = Read::Kind::Answer;
    read.answer.status = status_in(read.answer.lines.front(), read.answer.severity());
    return read;
  }
}

namespace {

/// Every address in it as `***`: what a server repeats of the recipients is nobody else's business.
std::string without_addresses(std::string_view words) {
  constexpr std::string_view kEdges = " <>()[]\"',;";
  std::string out;
  while (!words.empty()) {
    const std::size_t size = std::min(words.find_first_of(kEdges), words.size());
    const std::string_view word = words.substr(0, size);
    out += word.find('@') == std::string_view::npos ? word : "***";
    if (size < words.size()) out += words[size];
    words.remove_prefix(std::min(size + 1, words.size()));
  }
  return out;
}

}  // namespace

std::string words_of(const Answer& answer) {
  std::string words;
  for (std::string_view line : answer.lines) {
    const std::string_view status = status_in(line, answer.severity());
    if (!status.empty()) line.remove_prefix(std::min(status.size() + 1, line.size()));
    if (!words.empty() && !line.empty()) words += ' ';
    words += line;
  }
  for (char& c : words)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f' || static_cast<unsigned char>(c) >= 0x80) c = '?';
  return without_addresses(words).substr(0, kMostWords);
}

}  // namespace herald::smtp
