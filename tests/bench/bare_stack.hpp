#pragma once
#include <memory>

#include "host/storage/url.hpp"

namespace herald::bench {

/// The floor: a message server of the same parts and nothing else. Poco takes the POST; one thread commits
/// whatever has queued up (three rows a message, durable) and then answers 201; libcurl posts the body to the
/// sink; three more rows settle it. No check, no tenant, no routing, no plugin, no audit. Its threads end
/// with it.
class BareStack {
 public:
  BareStack(const storage::StorageUrl& url, int sink_port);
  ~BareStack();
  BareStack(const BareStack&) = delete;
  BareStack& operator=(const BareStack&) = delete;
  [[nodiscard]] int port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::bench
