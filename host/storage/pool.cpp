#include "host/storage/pool.hpp"

namespace herald::storage {

std::optional<std::unique_ptr<Connection>> Pool::take() {
  std::unique_lock lock{mutex_};
  if (!returned_.wait_for(lock, std::chrono::seconds{5}, [&] { return free_ > 0; })) return std::nullopt;
  --free_;
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
  }
  lock.unlock();
  try {
    return std::make_unique<Connection>(url_, Access::Read);
  } catch (const StorageFailure&) {
    give_back(nullptr);
    throw;
  }
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::scoped_lock lock{mutex_};
    ++free_;
    if (connection) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

void Pool::forget_idle() {
  std::vector<std::unique_ptr<Connection>> broken;
  const std::scoped_lock lock{mutex_};
  broken.swap(idle_);
}

Error Pool::exhausted() {
  return {.code = Errc::Unavailable,
          .reason = "database_busy",
          .detail = "all database connections are in use; try again",
          .retry_after_ms = 1000};
}

}  // namespace herald::storage
