#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/media.hpp"

namespace herald::domain {

/// What happened on a connection; the numbers are those of the SDK (HERALD_STREAM_…).
enum class StreamEventKind : std::int32_t { Connected = 1, Bytes, TlsStarted, Closed, Timer, Message = 7 };

/// One event, as a plugin of the stream tier is told it. [value]
struct StreamEvent {
  StreamEventKind kind{StreamEventKind::Connected};
  std::string info{"{}"};  ///< JSON object
  std::string bytes{};     ///< received and not yet consumed; of Message the whole of one
};

/// A provider plugin of the stream tier, called through its lane. `done` runs on a lane's thread; must not
/// block. [any thread]
class StreamPort {
 public:
  using ReplyDone = std::function<void(Result<ProviderReply>)>;
  virtual ~StreamPort() = default;
  virtual void start(ProviderStep step, Tick deadline, ReplyDone done) = 0;
  virtual void feed(ProviderStep step, StreamEvent event, Tick deadline, ReplyDone done) = 0;
};

/// Whether an operation may pass a point of no return, that is: deliver something.
enum class PointOfNoReturn : std::uint8_t { Allowed, Refused };

/// One operation to see through on a connection of its own. [value]
struct StreamRequest {
  std::shared_ptr<const ProviderAccount> account{};  ///< with `stream`; kept until the connection is gone
  ProviderStep step{};
  std::chrono::milliseconds timeout{30'000};         ///< until a verdict
  Tick start_by{Tick::max()};                        ///< not connected by then: not begun
  PointOfNoReturn commit{PointOfNoReturn::Allowed};  ///< Refused: a plugin that wants it fails
  std::vector<AttachedFile> files{};                 ///< that a write may name
};

/// How it ended. Either a verdict, a failure of the plugin, or `failure` is set. [value]
///
/// `failure` is one of guard_refused, dns, connect, connect_deadline, start_deadline (NotStarted), tls,
/// reset, too_large, too_many_steps, body_missing, no_verdict (Began), upgrade, protocol (Began; of a
/// WebSocket), timeout, shutdown (either; see `reached`).
struct StreamEnd {
  Reached reached{Reached::NotStarted};  ///< Began: a connection stood; Answered: the peer said something
  bool committed{false};                 ///< the point of no return was passed (design D3)
  bool answered{false};                  ///< the peer said something after it
  std::optional<std::string> verdict{};  ///< JSON, as in {"verdict":…} of sdk/README.md
  std::optional<Error> plugin_failure{};
  std::string failure{};
  std::string text{};                 ///< for people; holds no secrets
  std::vector<std::string> redact{};  ///< what the plugin wants hidden in logs
  std::string peer{};                 ///< e.g. "tls://mail.example.com:465"; empty before the first connect
  std::string sent{};                 ///< the first kRecordedBody bytes each way
  std::string received{};
};

/// Sees operations of the stream tier through; opens one connection for each, at most once. [any thread]
class StreamCarrier {
 public:
  virtual ~StreamCarrier() = default;
  /// `done` is called once, on a thread of the carrier's; must not block.
  virtual void run(StreamRequest request, std::function<void(StreamEnd)> done) = 0;
};

}  // namespace herald::domain
