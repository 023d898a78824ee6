#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"
#include "host/domain/record_ports.hpp"
#include "host/features/plugins.hpp"

namespace herald::features {

/// A request for a plugin's route, after permission and schemas. [value]
struct RouteCall {
  domain::TenantId tenant{};
  domain::Origin origin{};
  std::vector<std::string> params{};  ///< what the braces matched, in order
  std::vector<std::pair<std::string, std::string>> query{};
  std::string body{"null"};  ///< JSON
  std::optional<std::int64_t> if_match{};
  std::optional<domain::IdempotencyClaim> claim{};
};

/// [value]
struct RouteReply {
  int status{200};
  std::string body{};                  ///< JSON; empty: none
  std::optional<std::int64_t> etag{};  ///< revision of what the body shows
  std::string made{};                  ///< id of what was made
  bool replayed{false};                ///< an earlier request had the same key; `made` is its resource
};

/// Runs routes of feature plugins and commits what they return. [any thread]
class Desk final {
 public:
  struct Means {
    Plugins& plugins;
    domain::RecordReader& reader;
    domain::RecordWriter& writer;
    const Clock& clock;
    Random& random;
    std::chrono::milliseconds route_deadline{std::chrono::seconds{10}};
    std::chrono::milliseconds commit_deadline{std::chrono::seconds{30}};
  };
  explicit Desk(Means means) : means_{means} {}

  /// Errors: those of the plugin (its `problem`), of Plugins, of RecordWriter; Internal/"bad_answer";
  /// Unavailable/"outcome_unknown" when the commit takes too long.
  Result<RouteReply> answer(const std::shared_ptr<const Sheet>& sheet, const SheetRoute& route,
                            RouteCall call);

 private:
  Result<domain::RecordsCommitted> commit(domain::WriteSet set);
  Means means_;
};

}  // namespace herald::features
