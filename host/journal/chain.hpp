#pragma once
#include <string>
#include <string_view>

#include "host/domain/event.hpp"

namespace herald::journal {

/// Hex SHA-256(salt ‖ data); the salt's 32 digits are hashed as they are stored. [any thread]
std::string content_hash(std::string_view salt, std::string_view data_json);

/// Hex SHA-256 over the previous chain hash and every stored field but salt and data, which may be erased.
/// Texts carry their length and numbers have 8 bytes, so two different entries never feed the same bytes.
/// Uses `entry.content_hash`, ignores `entry.chain_hash`. [any thread]
std::string chain_hash(std::string_view previous, const domain::JournalEntry& entry);

}  // namespace herald::journal
