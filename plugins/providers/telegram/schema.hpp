#pragma once
#include <string_view>

namespace herald::telegram {

/// What the plugin can do (sdk/README.md, "Descriptor"). JSON. [any thread]
std::string_view descriptor();

/// JSON Schema of the channel's `config`. [any thread]
std::string_view config_schema();

}  // namespace herald::telegram
