#pragma once
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "host/storage/connection.hpp"

namespace herald::storage {

/// A bounded set of read connections, opened as they are needed. [any thread]
class Pool {
 public:
  Pool(StorageUrl url, std::size_t size) : url_{std::move(url)}, free_{size} {}

  /// Runs `work(Connection&)`. A connection that broke is replaced and the work run once more; other failures
  /// and an exhausted pool (5 s) become errors. What else `work` throws passes through.
  template <class T, class Work>
  Result<T> read(Work work) {
    for (int run = 0;; ++run) {
      try {
        auto taken = take();
        if (!taken) return exhausted();
        Lease lease{*this, std::move(*taken)};
        T value = work(*lease.connection);
        lease.good = true;
        return value;
      } catch (const StorageFailure& failure) {
        if (failure.kind() != FailureKind::Connection || run > 0) return failure.error();
        forget_idle();
      }
    }
  }

 private:
  /// A lent place; it comes back whatever happens, with its connection when that is still good.
  struct Lease {
    Pool& pool;
    std::unique_ptr<Connection> connection;
    bool good{false};
    ~Lease() {
      if (!good) connection.reset();
      pool.give_back(std::move(connection));
    }
  };
  std::optional<std::unique_ptr<Connection>> take();
  void give_back(std::unique_ptr<Connection> connection);
  /// The others broke with the one that did: a server that went away took them all.
  void forget_idle();
  static Error exhausted();
  StorageUrl url_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t free_;  ///< connections that may still be lent
};

}  // namespace herald::storage
