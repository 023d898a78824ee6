#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/http/message.hpp"

namespace herald::http {

/// The path's segments between slashes, percent-decoded one by one (so `%2F` does not split). A trailing
/// slash gives a last empty segment; `/` alone gives none. Nothing when an escape is malformed or decodes to
/// NUL.
std::optional<std::vector<std::string>> decode_path(std::string_view path);

/// The pairs of a query or form body (`a=1&b=2`, `+` is a blank), decoded, in order, duplicates kept.
/// Nothing when an escape is malformed or decodes to NUL.
std::optional<std::vector<Header>> decode_query(std::string_view query);

}  // namespace herald::http
