#include "tests/support/vonage_headers.hpp"

#include <algorithm>

namespace herald::test {

VonageHeaders vonage_headers(const RawRequest& request) {
  VonageHeaders out;
  for (auto at = request.head.find("\r\n"); at + 4 < request.head.size();) {
    const auto end = request.head.find("\r\n", at + 2);
    const std::string line = request.head.substr(at + 2, end - at - 2);
    const auto colon = line.find(": ");
    std::string name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out.emplace_back(std::move(name), colon == std::string::npos ? "" : line.substr(colon + 2));
    at = end;
  }
  return out;
}

std::optional<std::string> only_header(const VonageHeaders& headers, std::string_view name) {
  if (std::ranges::count(headers, name, &VonageHeaders::value_type::first) != 1) return std::nullopt;
  return std::ranges::find(headers, name, &VonageHeaders::value_type::first)->second;
}

std::optional<VonageError> check_vonage_head(const RawRequest& request, std::string_view content_type) {
  static const std::set<std::string> kAllowed{
      "host", "accept", "accept-encoding", "user-agent", "authorization", "content-type", "content-length"};
  const auto headers = vonage_headers(request);
  for (const auto& [name, value] : headers) {
    if (!kAllowed.contains(name)) return VonageError{400, "", "", "no header " + name};
    if (std::ranges::count(headers, name, &VonageHeaders::value_type::first) > 1)
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
