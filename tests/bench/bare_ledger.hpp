#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/storage/statements.hpp"

namespace herald::bench {

/// Group commit of the bare stack: one thread writes whatever has queued up in one durable transaction and
/// then calls what waited for it.
class BareLedger {
 public:
  using Then = std::function<void(const std::string& id)>;
  explicit BareLedger(const storage::StorageUrl& url);
  ~BareLedger();
  BareLedger(const BareLedger&) = delete;
  BareLedger& operator=(const BareLedger&) = delete;

  /// Message, work and journal row. [any thread]
  void accept(std::string body, Then then);
  /// Attempt and journal row, and the work goes. [any thread]
  void settle(std::string id);

 private:
  struct Wish {
    std::string id, body;
    Then then;  ///< none: a settlement
  };
  void put(Wish wish);
  void run();
  void commit(std::vector<Wish>& wishes);

  storage::Connection db_;
  std::int64_t sequence_{0};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Wish> waiting_;
  bool stopping_{false};
  std::thread thread_;
};

}  // namespace herald::bench
