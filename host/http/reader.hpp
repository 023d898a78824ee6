#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "host/http/framing.hpp"
#include "host/http/head.hpp"
#include "host/http/limits.hpp"
#include "host/http/message.hpp"
#include "host/http/refusal.hpp"
#include "host/http/wire.hpp"

namespace herald::http {

/// A complete request, not yet attributed to a client.
struct Incoming {
  Head head;
  Framing framing;
  bool unread{false};  ///< its body was left where it is
};
/// The peer went away in the middle: there is nobody to answer.
struct Gone {};
using Stop = std::variant<Refusal, Gone>;

/// Cuts the stream of one connection into requests. Input after a request stays for the next. [one thread]
class RequestReader final {
 public:
  /// All outlive it.
  RequestReader(Wire& wire, const Limits& limits, const Uploads& uploads)
      : wire_{wire}, limits_{limits}, uploads_{uploads} {}

  /// Waits for the first byte of a request; false when the connection ended or stayed silent too long. Gives
  /// up after spare_idle already when `crowded`.
  bool wait(const std::function<bool()>& crowded);
  /// Reads one request whole.
  std::variant<Incoming, Refusal, Gone> read();

 private:
  /// Takes bytes of a body; false when it cannot.
  using Sink = std::function<bool(std::string_view bytes)>;
  std::optional<Stop> fill(std::chrono::nanoseconds longest);
  std::optional<Stop> fill();
  std::variant<std::size_t, Refusal, Gone> read_head();
  std::optional<Stop> read_body(Incoming& incoming);
  std::optional<Stop> read_upload(const Framing& framing, const Upload& upload, Request& request);
  std::optional<Stop> read_fixed(std::uint64_t length, const Sink& sink);
  std::optional<Stop> read_chunked(std::uint64_t limit, const Sink& sink);

  Wire& wire_;
  const Limits& limits_;
  const Uploads& uploads_;
  std::string pending_;  ///< received, not yet consumed
  Tick deadline_{};      ///< of the present request's head, then of all of it
};

}  // namespace herald::http
