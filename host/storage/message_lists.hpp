#pragma once
#include <string>

#include "host/domain/ports.hpp"
#include "host/storage/cell.hpp"

namespace herald::storage {

/// A place in a list of messages, newest first; the default is before the first one. Its text is the port's
/// cursor. [value]
struct ListPlace {
  std::string at{"9999"};
  std::string id{"~"};
};
ListPlace read_place(const std::string& cursor);
std::string to_text(const ListPlace& place);

/// One query of communication_message, newest first, its limit to be appended. [value]
struct ListQuery {
  const std::string& sql;  ///< one of a fixed few
  Row cells{};
};

/// The query that walks the index which narrows `filter` most: by reference, conversation, contact, lead,
/// channel or status, else all of the tenant. What is left of the filter is compared row by row.
ListQuery list_query(const domain::TenantId& tenant, const domain::MessageFilter& filter,
                     const ListPlace& after);

}  // namespace herald::storage
