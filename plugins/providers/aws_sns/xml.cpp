#include "plugins/providers/aws_sns/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "plugins/providers/parts/text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr std::size_t kMostBytes = 64 * 1024;
constexpr int kMostLevels = 16;
constexpr int kMostElements = 1000;
constexpr std::string_view kBlanks = " \t\r\n";

bool name_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':';
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | code >> 6U);
    byte(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

/// `#38` or `#x26`; false for what is no character.
bool append_number(std::string& out, std::string_view digits) {
  const bool hex = digits.starts_with('x');
  if (hex) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, code, hex ? 16 : 10);
  const bool control = code < 0x20 && code != '\t' && code != '\n' && code != '\r';
  if (error != std::errc{} || stop != end || control || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
    return false;
  append_utf8(out, code);
  return true;
}

bool append_entity(std::string& out, std::string_view name) {
  struct Entity {
    std::string_view name;
    char character;
  };
  constexpr std::array<Entity, 5> kEntities{
      {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}}};
  if (name.starts_with('#')) return append_number(out, name.substr(1));
  const auto* found =
      std::find_if(kEntities.begin(), kEntities.end(), [&](const Entity& one) { return one.name == name; });
  if (found == kEntities.end()) return false;
  out += found->character;
  return true;
}

/// Reads a document from its beginning; each step is false where it stands before something else.
class XmlReader final {
 public:
  explicit XmlReader(std::string_view text) : rest_{text} {}

  std::optional<XmlElement> document() {
    take("\xEF\xBB\xBF");
    if (!misc()) return std::nullopt;
    XmlElement root;
    if (!element(root, 1) || !misc() || !rest_.empty()) return std::nullopt;
    return root;
  }

 private:
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  std::string_view take_until(std::size_t end) {
    const std::string_view taken = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end, rest_.size()));
    return taken;
  }
  void blanks() { take_until(std::min(rest_.find_first_not_of(kBlanks), rest_.size())); }
  bool past(std::string_view end) {
    const std::size_t at = rest_.find(end);
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + end.size());
    return true;
  }
  /// Declarations, comments and blanks.
  bool misc() {
    for (blanks();; blanks()) {
      if (take("<?")) {
        if (!past("?>")) return false;
      } else if (take("<!--")) {
        if (!past("-->")) return false;
      } else {
        return true;
      }
    }
  }
  std::string_view name() {
    const auto* end = std::find_if_not(rest_.begin(), rest_.end(), name_letter);
    return take_until(static_cast<std::size_t>(end - rest_.begin()));
  }
  bool attribute() {
    if (name().empty()) return false;
    blanks();
    if (!take("=")) return false;
    blanks();
    if (take("\"")) return past("\"");
    return take("'") && past("'");
  }
  bool text(XmlElement& into) {
    const std::string_view plain = take_until(std::min(rest_.find_first_of("<&"), rest_.size()));
    into.text.append(plain);
    if (!take("&")) return true;
    const std::size_t end = rest_.find(';');
    if (end == std::string_view::npos || !append_entity(into.text, rest_.substr(0, end))) return false;
    rest_.remove_prefix(end + 1);
    return true;
  }
  bool element(XmlElement& out, int level) {
    if (level > kMostLevels || ++elements_ > kMostElements || !take("<")) return false;
    const std::string_view full = name();
    out.name = full.substr(full.rfind(':') + 1);
    if (out.name.empty()) return false;
    for (blanks(); !take(">"); blanks()) {
      if (take("/>")) return true;
      if (!attribute()) return false;
    }
    return content(out, full, level);
  }
  bool content(XmlElement& out, std::string_view full, int level) {
    while (!rest_.empty()) {
      if (take("</")) {
        if (name() != full) return false;
        blanks();
        return take(">");
      }
      if (take("<!--")) {
        if (!past("-->")) return false;
      } else if (rest_.starts_with('<')) {
        if (!element(out.children.emplace_back(), level + 1)) return false;
      } else if (!text(out)) {
        return false;
      }
    }
    return false;
  }

  std::string_view rest_;
  int elements_{0};
};

}  // namespace

std::optional<XmlElement> read_xml(std::string_view document) {
  if (document.size() > kMostBytes) return std::nullopt;
  return XmlReader{document}.document();
}

const XmlElement* find_element(const XmlElement& root, std::string_view name) {
  std::vector<const XmlElement*> waiting{&root};
  for (std::size_t at = 0; at < waiting.size(); ++at) {
    if (waiting[at]->name == name) return waiting[at];
    for (const XmlElement& child : waiting[at]->children) waiting.push_back(&child);
  }
  return nullptr;
}

std::string child_text(const XmlElement& parent, std::string_view name) {
  for (const XmlElement& child : parent.children)
    if (child.name == name) return std::string(trimmed(child.text));
  return {};
}

}  // namespace herald::aws_sns
