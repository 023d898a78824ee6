#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/raw_server.hpp"

namespace herald::test {

/// Names in lower case, in the order of the request.
using RequestHeaders = std::vector<std::pair<std::string, std::string>>;
RequestHeaders request_headers(const RawRequest& request);

/// The value of a header that stands there once; nothing otherwise.
std::optional<std::string> only_header(const RequestHeaders& headers, std::string_view name);

}  // namespace herald::test
