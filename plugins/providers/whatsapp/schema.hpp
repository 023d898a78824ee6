#pragma once
#include <string_view>

namespace herald::whatsapp {

/// The descriptor of sdk/README.md; JSON. [any thread]
std::string_view descriptor();

/// The JSON Schema of the channel's config. [any thread]
std::string_view config_schema();

}  // namespace herald::whatsapp
