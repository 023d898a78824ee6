#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "tests/support/daemon.hpp"

namespace herald::bench {

/// `heraldd` as the benches load it: 20 tenants with 10 channels each to one sink, a policy filter, and 100
/// 000 suppressed addresses; durable, as shipped. [one thread]
class Fleet {
 public:
  enum class Pace : std::uint8_t { Full, Held };
  /// Held channels send next to nothing until release().
  Fleet(test::Dialect dialect, int sink_port, Pace pace = Pace::Full);

  /// Lets every channel send as fast as it can.
  void release();
  [[nodiscard]] test::Daemon& daemon() { return daemon_; }
  [[nodiscard]] int port() const { return daemon_.port(); }
  /// The bytes of POST number `number`: the next tenant and channel in turn; every second one bears the
  /// Idempotency-Key `key`. The message's text ends with `number <number>`.
  [[nodiscard]] std::string request(long number, long key) const;
  /// Messages whose delivery is not over.
  [[nodiscard]] long undone() const { return static_cast<long>(rows_of("work_item")); }
  /// Waits until no work is left; what is left after the limit.
  [[nodiscard]] long await_idle(std::chrono::seconds limit);
  /// What the database says about its durability: `synchronous=2`, `innodb_flush_log_at_trx_commit=1`. Throws
  /// when it is not durable.
  [[nodiscard]] std::string durability() const;

 private:
  void make_tenant(int number, int sink_port, Pace pace);
  void suppress_many();
  /// Rows of a table.
  [[nodiscard]] std::int64_t rows_of(const std::string& table) const;
  test::TemporaryDirectory files_;
  test::Daemon daemon_;
  struct Lane {
    std::string headers, channel;
  };
  std::deque<test::Tenant> tenants_;
  std::vector<Lane> lanes_;
};

}  // namespace herald::bench
