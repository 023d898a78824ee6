#pragma once
#include <string_view>

namespace herald::smtp {

/// The descriptor and the schema of the channel's config (sdk/README.md): JSON that lives for ever.
std::string_view descriptor();
std::string_view config_schema();

}  // namespace herald::smtp
