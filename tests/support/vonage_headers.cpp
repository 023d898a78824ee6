#include "tests/support/vonage_headers.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "tests/support/request_headers.hpp"

namespace herald::test {

std::optional<VonageError> check_vonage_head(const RawRequest& request, std::string_view content_type) {
  static const std::set<std::string> kAllowed{
      "host", "accept", "accept-encoding", "user-agent", "authorization", "content-type", "content-length"};
  const auto headers = request_headers(request);
  for (const auto& [name, value] : headers) {
    if (!kAllowed.contains(name)) return VonageError{400, "", "", "no header " + name};
    if (std::ranges::count(headers, name, &RequestHeaders::value_type::first) > 1)
      return VonageError{400, "", "", "once " + name};
  }
  if (!only_header(headers, "host")) return VonageError{400, "", "", "one Host"};
  if (only_header(headers, "content-type") != content_type)
    return VonageError{415, "", "", "the content type " + std::string{content_type}};
  if (only_header(headers, "content-length") != std::to_string(request.body.size()))
    return VonageError{411, "", "", "a length in bytes"};
  return std::nullopt;
}

}  // namespace herald::test
