#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "host/base/mailbox.hpp"
#include "host/domain/stream_ports.hpp"
#include "host/streams/resolver.hpp"
#include "host/streams/session.hpp"

namespace herald::streams {

struct StreamConfig {
  SessionLimits limits{};
  std::string ca_file{};  ///< PEM; empty: the system's authorities
};

/// Everything the loop talks to; all outlive it. `rule` is called on the loop's thread.
struct StreamPorts {
  Resolver& resolver;
  AddressRule rule;
  const Clock& clock;
};

/// Sees the operations of the stream tier through, each on a connection of its own. Owned by host/app, whose
/// stream thread runs `wait(step(now) - now)`. run() and wake() from any thread.
class StreamLoop final : public domain::StreamCarrier {
 public:
  /// Throws std::runtime_error when the authorities cannot be read or the machine has no descriptor left.
  StreamLoop(StreamConfig config, StreamPorts ports);
  ~StreamLoop() override;
  StreamLoop(const StreamLoop&) = delete;
  StreamLoop& operator=(const StreamLoop&) = delete;

  void run(domain::StreamRequest request, std::function<void(domain::StreamEnd)> done) override;
  /// One turn: never blocks. Answers when the next one is due if no socket becomes ready before. [loop
  /// thread]
  Tick step(Tick now);
  /// Waits for a socket, an answer, run() or wake(), at most `longest`. [loop thread]
  void wait(std::chrono::milliseconds longest);
  void wake();
  /// Ends every session, and all that run() takes later, as "shutdown". [loop thread]
  void abort_all();
  /// Sessions whose connection is not gone yet. [loop thread]
  [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }

 private:
  using Task = std::function<void(Tick now)>;
  void post(Task task);
  void begin(domain::StreamRequest request, Session::Done done, Tick now);
  void call(std::uint64_t id, domain::StreamPort& plugin, domain::ProviderStep step,
            std::optional<domain::StreamEvent> event, Tick deadline);
  void on(std::uint64_t id, const std::function<void(Session&)>& visit);

  StreamConfig config_;
  StreamPorts ports_;
  TlsContext tls_;
  int bell_;  ///< eventfd(2)
  Mailbox<Task> inbox_;
  std::map<std::uint64_t, Session> sessions_;
  std::vector<std::uint64_t> ready_;
  std::uint64_t last_{0};
  bool closed_{false};
};

}  // namespace herald::streams
