#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/vonage_wire.hpp"

namespace herald::test {

/// Names in lower case, in the order of the request.
using VonageHeaders = std::vector<std::pair<std::string, std::string>>;
VonageHeaders vonage_headers(const RawRequest& request);

/// The value of a header that stands there once; nothing otherwise.
std::optional<std::string> only_header(const VonageHeaders& headers, std::string_view name);

/// What is wrong with the headers apart from the credentials: one Host, that content type, the length in
/// bytes, nothing that the documents do not name.
std::optional<VonageError> check_vonage_head(const RawRequest& request, std::string_view content_type);

}  // namespace herald::test
