#include "plugins/providers/parts/form.hpp"

#include <algorithm>
#include <herald/text.hpp>

namespace herald::provider {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::string_view kFormLiterals = "*-._";

bool alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

void append_escape(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kHexDigits[byte >> 4U];
  out += kHexDigits[byte & 15U];
}

void append_encoded(std::string& out, std::string_view text, std::string_view literals) {
  for (const char c : text) {
    if (alphanumeric(c) || literals.find(c) != std::string_view::npos)
      out += c;
    else
      append_escape(out, c);
  }
}

void append_form(std::string& out, std::string_view text) {
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t space = std::min(text.find(' ', from), text.size());
    append_encoded(out, text.substr(from, space - from), kFormLiterals);
    if (space < text.size()) out += '+';
    from = space + 1;
  }
}

}  // namespace

std::string form_encode(const Fields& fields) {
  std::string out;
  for (const Field& field : fields) {
    if (!out.empty()) out += '&';
    append_form(out, field.name);
    out += '=';
    append_form(out, field.value);
  }
  return out;
}

Fields form_decode(std::string_view document) {
  Fields fields;
  for (std::size_t from = 0; from < document.size();) {
    const std::size_t end = std::min(document.find('&', from), document.size());
    const std::string_view pair = document.substr(from, end - from);
    from = end + 1;
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view{};
    fields.push_back({sdk::percent_decode(pair.substr(0, equals)), sdk::percent_decode(value)});
  }
  return fields;
}

std::string_view first_value(const Fields& fields, std::string_view name) {
  for (const Field& field : fields)
    if (field.name == name) return field.value;
  return {};
}

bool has_field(const Fields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
}

std::string percent_encoded(std::string_view text, std::string_view literals) {
  std::string out;
  append_encoded(out, text, literals);
  return out;
}

}  // namespace herald::provider
