#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "host/storage/connection.hpp"
#include "tests/support/daemon.hpp"

namespace herald::bench {

/// A fleet in one line of a report.
inline constexpr const char* kFleetLoad =
    "20 tenants x 10 channels, Idempotency-Key on half of the posts, a policy filter, 100000 suppressions";

/// Held channels send next to nothing until Fleet::release().
enum class Pace : std::uint8_t { Full, Held };
/// Whose channels there are; the account at Twilio is test::TwilioAccount's.
enum class Provider : std::uint8_t { Sandbox, Twilio };
struct FleetPlan {
  Pace pace{Pace::Full};
  Provider provider{Provider::Sandbox};
};

/// `heraldd` as the benches load it: 20 tenants with 10 channels each to one sink, a policy filter, and 100
/// 000 suppressed addresses; durable, as shipped. [one thread]
class Fleet {
 public:
  /// One channel of one tenant.
  struct Lane {
    std::string headers;  ///< that name the tenant
    std::string channel;  ///< its id
  };
  static constexpr int kTenants = 20;
  static constexpr int kChannels = 10;  ///< of each tenant
  /// What signs the callbacks of the sandbox's channels.
  static constexpr const char* kToken = "bench-token";

  Fleet(test::Dialect dialect, int sink_port, FleetPlan plan = {});

  /// Lets every channel send as fast as it can.
  void release();
  [[nodiscard]] test::Daemon& daemon() { return daemon_; }
  [[nodiscard]] int port() const { return daemon_.port(); }
  /// Tenant after tenant.
  [[nodiscard]] const std::vector<Lane>& lanes() const { return lanes_; }
  /// A connection of its own to the database.
  [[nodiscard]] storage::Connection database(storage::Access access) const;
  /// The bytes of POST number `number`: the next tenant and channel in turn; every second one bears the
  /// Idempotency-Key `key`. The message's text ends with `number <number>`.
  [[nodiscard]] std::string request(long number, long key) const;
  /// Messages whose delivery is not over.
  [[nodiscard]] long undone() const { return static_cast<long>(rows_of("work_item")); }
  /// Waits until no work is left; what is left after the limit.
  [[nodiscard]] long await_idle(std::chrono::seconds limit);
  /// Waits until the conversations' sums tell of everything in the journal; false: not within the limit.
  [[nodiscard]] bool await_counted(std::chrono::seconds limit) const;
  /// Rows of a table.
  [[nodiscard]] std::int64_t rows_of(const std::string& table) const;
  /// What the database says about its durability: `synchronous=2`, `innodb_flush_log_at_trx_commit=1`. Throws
  /// when it is not durable.
  [[nodiscard]] std::string durability() const;

 private:
  void make_tenant(int number, int sink_port, FleetPlan plan);
  void suppress_many();
  test::TemporaryDirectory files_;
  test::Daemon daemon_;
  std::deque<test::Tenant> tenants_;
  std::vector<Lane> lanes_;
};

}  // namespace herald::bench
