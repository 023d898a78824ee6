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
  /// and an exhausted pool (5 s) become errors.
  template <class T, class Work>
  Result<T> read(Work work) {
    for (int run = 0;; ++run) {
      bool lent = false;
      try {
        auto lease = take();
        if (!lease) return exhausted();
        lent = true;
        T value = work(**lease);
        give_back(std::move(*lease));
        return value;
      } catch (const StorageFailure& failure) {
        if (lent) give_back(nullptr);
        if (failure.kind() != FailureKind::Connection || run > 0) return failure.error();
      }
    }
  }

 private:
  std::optional<std::unique_ptr<Connection>> take();
  void give_back(std::unique_ptr<Connection> connection);
  static Error exhausted();
  StorageUrl url_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t free_;  ///< connections that may still be lent
};

}  // namespace herald::storage
