#pragma once
#include <chrono>
#include <memory>
#include <string>

#include "host/storage/url.hpp"

namespace herald::bench {

/// An HTTP server of Poco's that answers 201 and does nothing: the most that any handler on it can serve.
class EmptyServer {
 public:
  EmptyServer();
  ~EmptyServer();
  EmptyServer(const EmptyServer&) = delete;
  EmptyServer& operator=(const EmptyServer&) = delete;
  [[nodiscard]] int port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Messages per second of bare inserts: three rows a message (message, work, journal) into tables of their
/// own, `batch` messages a transaction, durable. Nothing is read or checked.
double bare_inserts(const storage::StorageUrl& url, int batch, std::chrono::milliseconds length);

/// Median milliseconds of write + fsync of 4 KiB in `directory`.
double fsync_ms(const std::string& directory);

}  // namespace herald::bench
