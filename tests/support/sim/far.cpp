#include "tests/support/sim/far.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>

#include "tests/support/sim/examples.hpp"

namespace herald::test::sim {
namespace {

struct FaultWord {
  Fault fault;
  std::string_view word;
};
constexpr std::array kWords{FaultWord{Fault::None, "obliging"}, FaultWord{Fault::Limited, "limited"},
                            FaultWord{Fault::Closing, "closing"}, FaultWord{Fault::Silent, "silent"},
                            FaultWord{Fault::Outrunning, "outrunning"}};

std::atomic<std::int64_t> fixed_now{0};

std::vector<std::string_view> examples_of(std::string_view provider) {
  std::vector<std::string_view> found;
  for (const Example& one : kExamples)
    if (one.provider == provider) found.push_back(one.request);
  return found;
}

}  // namespace

std::string_view word_of(Fault fault) { return std::ranges::find(kWords, fault, &FaultWord::fault)->word; }

std::optional<Fault> fault_of(std::string_view word) {
  const auto found = std::ranges::find(kWords, word, &FaultWord::word);
  return found == kWords.end() ? std::nullopt : std::optional{found->fault};
}

const std::vector<FarKind>& far_kinds() {
  constexpr std::int64_t kRecorded = 1715941230;  // 2024-05-17T10:20:30Z, when the example was signed
  constexpr std::int64_t kPosted = 1715942005;    // when the example asked for a delivery some days later
  static const std::vector<FarKind> kinds{{"aws_sns", &make_aws_sns, examples_of("aws_sns"), kRecorded},
                                          {"mailgun", &make_mailgun, examples_of("mailgun"), kPosted},
                                          {"sendgrid", &make_sendgrid, examples_of("sendgrid"), 0},
                                          {"telegram", &make_telegram, examples_of("telegram"), 0},
                                          {"twilio", &make_twilio, examples_of("twilio"), 0},
                                          {"vonage", &make_vonage, examples_of("vonage"), 0},
                                          {"whatsapp", &make_whatsapp, examples_of("whatsapp"), 0}};
  return kinds;
}

const FarKind* find_far(std::string_view provider) {
  const auto found = std::ranges::find(far_kinds(), provider, &FarKind::provider);
  return found == far_kinds().end() ? nullptr : &*found;
}

std::string judged(const Far& far, const RawRequest& request) {
  try {
    return far.rule_of(request);
  } catch (const std::exception&) {  // of a body of another shape than any that the rules expect
    return std::string{kUnreadable};
  }
}

std::int64_t now_seconds() {
  if (const std::int64_t fixed = fixed_now; fixed != 0) return fixed;
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

void set_now(std::int64_t seconds) { fixed_now = seconds; }

std::string member_of(const std::string& body, const char* pointer) {
  const auto whole = nlohmann::json::parse(body, nullptr, false);
  const nlohmann::json::json_pointer place{pointer};
  if (!whole.is_structured() || !whole.contains(place)) return {};
  const auto& found = whole.at(place);
  return found.is_string() ? found.get<std::string>() : found.dump();
}

RawRequest request_of(std::string_view text, const std::string& authorization) {
  const std::size_t end = std::min(text.find("\n\n"), text.find("\r\n\r\n"));
  if (end == std::string_view::npos) return {std::string{text}, {}, 0};
  RawRequest request;
  for (const char c : text.substr(0, end)) {
    if (c == '\n' && !request.head.ends_with('\r')) request.head += '\r';
    request.head += c;
  }
  request.head += "\r\n\r\n";
  const std::size_t line = request.head.find("\r\nAuthorization: ");
  if (!authorization.empty() && line != std::string::npos)
    request.head.replace(line, request.head.find("\r\n", line + 2) - line,
                         "\r\nAuthorization: " + authorization);
  if (const std::size_t body = text.find_first_not_of("\r\n", end); body != std::string_view::npos)
    request.body = text.substr(body);
  return request;
}

}  // namespace herald::test::sim
