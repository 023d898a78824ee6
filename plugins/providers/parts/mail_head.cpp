#include "plugins/providers/parts/mail_head.hpp"

#include <algorithm>
#include <herald/text.hpp>

#include "plugins/providers/parts/text.hpp"

namespace herald::provider {
namespace {

/// Takes a line off the front, ended by LF or CR LF.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::string mail_header(std::string_view block, std::string_view name) {
  while (!block.empty()) {
    const std::string_view line = take_line(block);
    if (line.empty()) return {};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !sdk::same_name(trimmed(line.substr(0, colon)), name)) continue;
    std::string value(trimmed(line.substr(colon + 1)));
    while (block.starts_with(' ') || block.starts_with('\t'))
      value.append(" ").append(trimmed(take_line(block)));
    return std::string(trimmed(value));
  }
  return {};
}

std::string bare_id(std::string_view message_id) {
  message_id = trimmed(message_id);
  if (message_id.starts_with('<')) message_id.remove_prefix(1);
  return std::string(message_id.substr(0, message_id.find('>')));
}

std::string header_parameter(std::string_view header, std::string_view wanted) {
  std::size_t at = header.find(';');
  while (at != std::string_view::npos) {
    header.remove_prefix(at + 1);
    const std::size_t equals = header.find('=');
    if (equals == std::string_view::npos) return {};
    const bool found = sdk::same_name(trimmed(header.substr(0, equals)), wanted);
    header.remove_prefix(equals + 1);
    std::string value;
    if (header.starts_with('"')) {
      std::size_t i = 1;
      for (; i < header.size() && header[i] != '"'; ++i) {
        if (header[i] == '\\' && i + 1 < header.size()) ++i;
        value += header[i];
      }
      header.remove_prefix(i);
    } else {
      value = trimmed(header.substr(0, header.find(';')));
    }
    if (found) return value;
    at = header.find(';');
  }
  return {};
}

}  // namespace herald::provider
