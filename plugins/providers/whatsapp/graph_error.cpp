#include "plugins/providers/whatsapp/graph_error.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/whatsapp/word.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestTrace = 64;

std::optional<int> whole_code(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// `… with http code 429 …`, 500 and above.
bool names_busy_status(std::string_view text) {
  constexpr std::string_view kBefore = "http code ";
  const std::string small = lower(text);
  const std::size_t at = small.find(kBefore);
  if (at == std::string::npos) return false;
  const auto status = whole_code(std::string_view(small).substr(at + kBefore.size(), 3));
  return status && (*status == 429 || *status >= 500);
}

}  // namespace

GraphError read_graph_error(const json& error) {
  if (!error.is_object()) return {};
  GraphError out;
  out.code = whole_code(text_at(error, "code"));
  out.text = text_at(object_at(error, "error_data"), "details");
  for (const char* key : {"error_data", "message", "title"})
    if (out.text.empty()) out.text = text_at(error, key);
  out.trace = text_at(error, "fbtrace_id");
  out.transient = choice_at(error, "is_transient").value_or(false);
  return out;
}

GraphError error_in(std::string_view body) {
  const json whole_body = json::parse(body, nullptr, false);
  return whole_body.is_object() ? read_graph_error(object_at(whole_body, "error")) : GraphError{};
}

std::string shown(const GraphError& error, const std::vector<std::string>& secrets) {
  std::string text = redacted_numbers(error.text, secrets);
  if (!text.empty() && is_word(error.trace, kLongestTrace)) text += " (fbtrace_id " + error.trace + ")";
  return text;
}

Failure failure_of(const GraphError& error) {
  if (!error.code) return Failure::Unlisted;
  const Failure failure = error_row(*error.code).failure;
  if (is_rate(failure)) return failure;
  const bool fetched = *error.code == 131052 || *error.code == 131053;
  return error.transient || (fetched && names_busy_status(error.text)) ? Failure::RetryLater : failure;
}

bool names(const GraphError& error, std::string_view id) {
  return !id.empty() && error.text.find(id) != std::string::npos;
}

}  // namespace herald::whatsapp
