#include "plugins/providers/smtp/encode.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace herald::smtp {
namespace {

constexpr std::size_t kLongestQpLine = 76;
constexpr std::size_t kLongestWord = 75;  ///< an encoded word with its frame
constexpr std::size_t kLongestPlain = 900;
constexpr std::string_view kOpen = "=?UTF-8?Q?";
constexpr std::string_view kClose = "?=";

std::string hex_of(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

bool is_plain(char c) { return c >= ' ' && c <= '~'; }

/// Characters that need no encoding in an encoded word, also within a phrase (RFC 2047 §5).
bool is_q_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '!' || c == '*' ||
         c == '+' || c == '-' || c == '/';
}

/// Characters that stand for themselves in an extended parameter (RFC 2231 §7), fewer than may.
bool is_attribute_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '+' || c == '~';
}

std::string percent_of(char c) {
  std::string code = hex_of(c);
  code.front() = '%';
  return code;
}

/// Bytes of the UTF-8 character that begins the text; 1 for what begins none.
std::size_t character_size(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  return std::min(size, text.size());
}

std::string encoded_words(std::string_view text, std::size_t used) {
  std::string out{kOpen};
  std::size_t line = used + kOpen.size();
  while (!text.empty()) {
    std::string piece;
    const std::size_t size = character_size(text);
    for (const char c : text.substr(0, size))
      piece += c == ' ' ? std::string{"_"} : is_q_plain(c) ? std::string{c} : hex_of(c);
    text.remove_prefix(size);
    if (line + piece.size() + kClose.size() > kLongestWord) {
      out += std::string{kClose} + "\r\n " + std::string{kOpen};
      line = 1 + kOpen.size();
    }
    out += piece;
    line += piece.size();
  }
  return out + std::string{kClose};
}

void add_line(std::string& out, std::string_view line) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    const bool blank_at_end = (c == ' ' || c == '\t') && at + 1 == line.size();
    const bool plain = (is_plain(c) && c != '=') || c == '\t';
    const std::string piece = plain && !blank_at_end ? std::string{c} : hex_of(c);
    if (width + piece.size() >= kLongestQpLine) {
      out += "=\r\n";
      width = 0;
    }
    out += piece;
    width += piece.size();
  }
}

/// Calls `line` for each line of a text, without its end; false when it answered false.
template <class F>
bool each_line(std::string_view text, F&& line) {
  for (;;) {
    const std::size_t end = text.find('\n');
    std::string_view one = text.substr(0, end);
    if (end != std::string_view::npos && one.ends_with('\r')) one.remove_suffix(1);
    if (!line(one, end == std::string_view::npos)) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string out;
  each_line(text, [&](std::string_view line, bool last) {
    add_line(out, line);
    if (!last) out += "\r\n";
    return true;
  });
  return out;
}

std::string header_text(std::string_view text, std::size_t used) {
  const bool plain = std::ranges::all_of(text, is_plain) && text.size() + used <= kLongestPlain &&
                     text.find("=?") == std::string_view::npos;
  return plain ? std::string{text} : encoded_words(text, used);
}

std::string display_name(std::string_view name, std::size_t used) {
  if (!std::ranges::all_of(name, is_plain) || name.find("=?") != std::string_view::npos)
    return encoded_words(name, used);
  const bool atoms = std::ranges::all_of(name, [](char c) { return is_q_plain(c) || c == ' '; });
  if (atoms) return std::string{name};
  std::string quoted{'"'};
  for (const char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string parameter(std::string_view name, std::string_view value) {
  constexpr std::size_t kMostQuoted = 60;
  const bool plain = value.size() <= kMostQuoted && std::ranges::all_of(value, is_plain) &&
                     value.find_first_of("\"\\") == std::string_view::npos;
  const std::string fold = ";\r\n ";
  if (plain) return fold + std::string{name} + "=\"" + std::string{value} + '"';
  std::string out;
  for (int piece = 0; piece == 0 || !value.empty(); ++piece) {
    std::string line = std::string{name} + '*' + std::to_string(piece) + "*=" + (piece == 0 ? "UTF-8''" : "");
    while (!value.empty() && line.size() < kLongestQpLine - 14) {  // the longest character takes 12
      for (const char c : value.substr(0, character_size(value)))
        line += is_attribute_char(c) ? std::string{c} : percent_of(c);
      value.remove_prefix(character_size(value));
    }
    out += fold + line;
  }
  return out;
}

std::string xtext(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c > ' ' && c <= '~' && c != '+' && c != '=') {
      out += c;
      continue;
    }
    std::string code = hex_of(c);
    code.front() = '+';
    out += code;
  }
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  each_line(text, [&](std::string_view line, bool last) {
    out += line;
    if (!last) out += "\r\n";
    return true;
  });
  return out;
}

bool has_plain_lines(std::string_view text) {
  constexpr std::size_t kMost = 998;
  return each_line(text, [](std::string_view line, bool) {
    return line.size() <= kMost && line.find('\0') == std::string_view::npos &&
           line.find('\r') == std::string_view::npos;
  });
}

std::string dot_stuffed(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool begins = true;
  for (const char c : text) {
    if (begins && c == '.') out += '.';
    out += c;
    begins = c == '\n';
  }
  return out;
}

std::string date_text(std::int64_t now_ms) {
  using namespace std::chrono;
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const sys_time<milliseconds> now{milliseconds{now_ms}};
  const auto day = floor<days>(now);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(now - day)};
  const auto two = [](auto number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  return std::string{kDays[weekday{day}.c_encoding()]} + ", " +
         std::to_string(static_cast<unsigned>(date.day())) + ' ' +
         kMonths[static_cast<unsigned>(date.month()) - 1] + ' ' +
         std::to_string(static_cast<int>(date.year())) + ' ' + two(time.hours().count()) + ':' +
         two(time.minutes().count()) + ':' + two(time.seconds().count()) + " +0000";
}

}  // namespace herald::smtp
