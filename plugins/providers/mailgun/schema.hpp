#pragma once
#include <string_view>

namespace herald::mailgun {

/// What sdk/README.md calls descriptor; JSON. [any thread]
std::string_view descriptor();

/// JSON Schema of the channel's `config`. [any thread]
std::string_view config_schema();

}  // namespace herald::mailgun
