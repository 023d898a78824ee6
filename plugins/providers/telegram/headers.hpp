#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::telegram {

/// The values of a header in a list `[["Name","value"], …]`, in their order; `name` in lower case, names of
/// the list in any. Empty for JSON that is no such list. [any thread]
std::vector<std::string> header_values(std::string_view headers_json, std::string_view name);

}  // namespace herald::telegram
