#pragma once
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/flow/kill_load.hpp"
#include "tests/support/daemon.hpp"
#include "tests/support/far_side.hpp"

namespace herald::test {

/// What the three parties say in the end. [value]
struct KillRecords {
  std::vector<Posted> posted{};          ///< the senders
  std::vector<nlohmann::json> stored{};  ///< the API's list of messages
  std::map<std::string, int> wire{};     ///< text → requests that the far side has read
  std::function<nlohmann::json(const std::string& id)>
      detail{};  ///< a message with its attempts and timeline
};

/// The comparison. [value]
struct KillVerdict {
  int answered{0};    ///< 201
  int unanswered{0};  ///< posted without a key, the connection broke
  int stored{0};
  int wire{0};     ///< requests at the far side
  int unknown{0};  ///< messages that are UNKNOWN
  int failed{0};
  int duplicates{0};  ///< texts on the wire more than once, each with an UNKNOWN that says so
  std::vector<std::string> complaints{};
};

/// Compares: each answered message is stored and final or UNKNOWN; no text is stored twice; what is on the
/// wire is stored, and on it once unless an UNKNOWN says otherwise; what counts as sent is on the wire.
KillVerdict compare(const KillRecords& records);
/// The same of what was posted, what the tenant's API shows and what the far side has read.
KillVerdict judge(std::vector<Posted> posted, Tenant& tenant, const FarSide& far);
nlohmann::json to_json(const KillVerdict& verdict);

/// Waits until none of the tenant's messages is queued or on its way; false when some still are at the end of
/// the time.
bool comes_to_rest(Tenant& tenant);

}  // namespace herald::test
