#include "tests/support/request_headers.hpp"

#include <algorithm>
#include <cctype>

namespace herald::test {

RequestHeaders request_headers(const RawRequest& request) {
  RequestHeaders out;
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

std::optional<std::string> only_header(const RequestHeaders& headers, std::string_view name) {
  if (std::ranges::count(headers, name, &RequestHeaders::value_type::first) != 1) return std::nullopt;
  return std::ranges::find(headers, name, &RequestHeaders::value_type::first)->second;
}

}  // namespace herald::test
