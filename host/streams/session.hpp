#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "host/domain/stream_ports.hpp"
#include "host/streams/actions.hpp"
#include "host/streams/limits.hpp"
#include "host/streams/resolver.hpp"
#include "host/streams/web_socket.hpp"
#include "host/streams/wire.hpp"

namespace herald::streams {

/// What a session asks of its loop. `call` and `resolve` answer through replied() and resolved(), never from
/// within.
struct SessionMeans {
  const SessionLimits& limits;
  const TlsContext& tls;
  const AddressRule& rule;
  const domain::OpenFile& open;
  Random& random;
  std::function<void(domain::ProviderStep, std::optional<domain::StreamEvent>, Tick deadline)> call;
  std::function<void(const std::string& host, Tick until)> resolve;
};

/// One operation of a plugin on its connection: events go to the plugin one at a time, its actions are done
/// in their order. Owned by the loop. [loop thread]
class Session final {
 public:
  using Done = std::function<void(domain::StreamEnd)>;

  Session(domain::StreamRequest request, Done done, SessionMeans means, Tick now);
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void start(Tick now);
  /// Moves whatever can be moved.
  void advance(Tick now);
  void replied(Result<domain::ProviderReply> reply, Tick now);
  void resolved(Result<Resolver::Addresses> addresses, Tick now);
  /// Ends it, as `failure` where no verdict has been reached.
  void stop(const std::string& failure, const std::string& text);

  /// Nothing is left to do and no answer is owed to it.
  [[nodiscard]] bool gone() const { return stage_ == Stage::Over && !asking_ && !resolving_; }
  /// The socket, or -1, and the events of poll(2) that it waits for.
  [[nodiscard]] int descriptor() const { return wire_ ? wire_->descriptor() : -1; }
  [[nodiscard]] short interest() const;
  /// When to look again though no socket is ready.
  [[nodiscard]] Tick next_look() const;

 private:
  enum class Stage : std::uint8_t { Quiet, Resolving, Connecting, Handshaking, Open, Closing, Over };
  using Outgoing = std::variant<std::string, domain::FileSegment, Commit, StartTls, Close>;

  void perform(Moves moves, Tick now);
  void perform(Action action, Tick now);
  void conclude(std::string verdict, Tick now);
  void connect(Connect wish);
  void try_next(Tick now);
  void check_connect(Tick now);
  void shake_hands();
  void send();
  void send(Outgoing& item);
  void send_bytes(const std::string& bytes);
  void send_file(const domain::FileSegment& file);
  bool put(std::string_view piece);
  void queue(Write write);
  void receive();
  void take(const std::string& bytes);
  void tell(Tick now);
  // Of a WebSocket: session_socket.cpp.
  void begin_upgrade();
  void say(const Message& message);
  void take_leave();
  void take_frames(const std::string& bytes);
  /// A log keeps the beginning of each direction.
  static void record(std::string& log, std::string_view bytes);
  [[nodiscard]] bool may_commit();
  [[nodiscard]] bool may_receive() const;
  void expire(Tick now);
  void fail(const std::string& failure, const std::string& text);
  void settle(domain::StreamEnd end);
  void over();

  domain::StreamRequest request_;
  Done done_;
  SessionMeans means_;
  Stage stage_{Stage::Quiet};
  bool asking_{false};
  bool resolving_{false};
  int calls_{0};
  Tick until_;
  Tick connect_until_;
  Tick try_until_{Tick::max()};
  Tick timer_{Tick::max()};
  Connect target_{};
  std::deque<std::string> addresses_{};
  std::string refused_{};  ///< why the last address was passed over
  std::optional<Wire> wire_{};
  std::optional<WebSocket> socket_{};
  std::deque<Outgoing> outgoing_{};
  std::size_t front_sent_{0};                     ///< bytes of the first of them that have left
  std::unique_ptr<domain::FilePieces> pieces_{};  ///< of the first of them, when it is a file that has begun
  std::deque<domain::StreamEvent> events_{};
  std::string received_{};
  std::size_t received_in_all_{0};
  std::size_t sent_in_clear_{0};
  bool fresh_{false};  ///< bytes the plugin has not been shown
  bool ended_{false};  ///< the peer sends no more
  bool told_end_{false};
  bool tls_pending_{false};
  domain::StreamEnd far_{};  ///< what became certain so far
};

}  // namespace herald::streams
