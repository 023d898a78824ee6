#pragma once
#include <string>
#include <vector>

#include "host/api/operation.hpp"

namespace herald::api {

/// Every schema of the document, topic by topic. An id that names a row of a tenant has a schema of its own
/// (`ChannelId`): by it the isolation test finds each place where a caller may name such a row.
std::vector<NamedSchema> all_schemas();

/// JSON object of all schemas by name, as `$defs` holds it.
std::string schema_definitions();
/// The same with those of plugins, each a name and a JSON text.
std::string schema_definitions(const std::vector<NamedSchema>& more);

}  // namespace herald::api
