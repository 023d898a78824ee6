#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"
#include "host/domain/stream_ports.hpp"
#include "host/streams/limits.hpp"
#include "host/streams/resolver.hpp"

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
  Random& random;
  domain::OpenFile open{};  ///< the files of messages; without it a plugin that writes one fails
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
  [[nodiscard]] std::size_t sessions() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace herald::streams
