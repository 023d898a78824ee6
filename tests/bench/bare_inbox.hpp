#pragma once
#include <memory>
#include <string>

#include "host/storage/url.hpp"

namespace herald::bench {

/// The floor of callbacks: Poco takes the POST, compares its signature with that of its form, one thread
/// commits whatever has queued up (three rows a callback, durable), and then it is answered 200. Nothing else
/// is looked up or applied. Its threads end with it.
class BareInbox {
 public:
  explicit BareInbox(const storage::StorageUrl& url);
  ~BareInbox();
  BareInbox(const BareInbox&) = delete;
  BareInbox& operator=(const BareInbox&) = delete;
  [[nodiscard]] int port() const;
  /// What its signatures are for.
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace herald::bench
