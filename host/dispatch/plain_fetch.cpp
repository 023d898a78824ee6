#include "host/dispatch/plain_fetch.hpp"

#include <algorithm>
#include <array>

namespace herald::dispatch {
namespace {

constexpr int kFound = 200;
constexpr std::array<std::string_view, 4> kFinalFailures{"too_large", "bad_url", "guard_refused",
                                                         "bad_request"};

std::string content_type_in(const domain::OutboundAnswer& answer) {
  constexpr std::string_view kName = "content-type";
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  for (const auto& [name, value] : answer.headers)
    if (std::ranges::equal(name, kName, {}, lower)) return value;
  return {};
}

/// A redirect is final: it would be another URL than the one that was checked.
bool gone(int status) { return status >= 300 && status < 500 && status != 408 && status != 429; }

}  // namespace

PlainFetch judge_fetch(const domain::OutboundAnswer& answer) {
  if (answer.reached != domain::Reached::Answered)
    return {.final = std::ranges::find(kFinalFailures, answer.failure) != kFinalFailures.end(),
            .code = answer.failure};
  if (answer.status == kFound) return {.found = true, .content_type = content_type_in(answer)};
  return {.final = gone(answer.status), .code = "status_" + std::to_string(answer.status)};
}

}  // namespace herald::dispatch
