#pragma once
#include <cstdint>
#include <string>

#include "host/base/clock.hpp"
#include "host/domain/ids.hpp"

namespace herald::domain {

/// A business event before it has its place in the journal (design D5). [value]
/// `data_json` holds changed fields and references; never bodies, addresses or secrets.
struct Event {
  std::string type{};  ///< e.g. "message.accepted"
  TenantId tenant{};
  std::string actor{};  ///< "apikey:<id>", "provider:<channel>", "node", "ctl:<user>"
  std::string subject_kind{};
  std::string subject{};
  std::int64_t subject_version{0};  ///< of the subject after it; 0: the event changes nothing of it
  std::string cause{};              ///< request id or id of the event that led here
  int depth{0};
  std::string data_json{"{}"};
  Instant at{};
};

/// Head of one shard's chain. `seq` 0 with an empty hash means "no entry yet". [value]
struct ChainHead {
  std::int64_t seq{0};
  std::string hash{};  ///< 64 hex digits
};

/// An event in its place. [value]
struct JournalEntry {
  int shard{};
  std::int64_t seq{};
  Event event{};
  std::string salt{};          ///< 32 hex digits; erased with the data of a forgotten person
  std::string content_hash{};  ///< hex SHA-256(salt ‖ data)
  std::string chain_hash{};    ///< hex SHA-256 over the previous hash and every stored field
};

}  // namespace herald::domain
