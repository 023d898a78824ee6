#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/media.hpp"
#include "host/domain/stream_ports.hpp"

namespace herald::streams {

enum class TlsMode : std::uint8_t { None, StartTls, Implicit };

/// What a plugin wants of the opening of a WebSocket (RFC 6455 section 4.1). Checked: it can be written as it
/// stands.
struct Upgrade {
  std::string target{"/"};  ///< path and query
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string protocol{};  ///< empty: none
  bool operator==(const Upgrade&) const = default;
};

struct Connect {
  std::string host{};
  std::uint16_t port{0};
  TlsMode tls{TlsMode::Implicit};
  std::optional<Upgrade> upgrade{};  ///< then messages are exchanged, not bytes
  bool operator==(const Connect&) const = default;
};
struct Write {
  std::string bytes{};
  std::vector<domain::FileSegment> files{};  ///< among the bytes, in the order of their places
  bool operator==(const Write&) const = default;
};
enum class Payload : std::uint8_t { Text, Binary };
/// One message of a WebSocket.
struct Message {
  Payload payload{Payload::Text};
  std::string bytes{};
  bool operator==(const Message&) const = default;
};
struct StartTls {
  bool operator==(const StartTls&) const = default;
};
struct SetTimer {
  std::chrono::milliseconds after{0};  ///< 0: no timer any more
  bool operator==(const SetTimer&) const = default;
};
/// The point of no return: what is written after it may cause delivery.
struct Commit {
  bool operator==(const Commit&) const = default;
};
struct Conclude {
  std::string verdict{};  ///< JSON object
  bool operator==(const Conclude&) const = default;
};
struct Close {
  bool operator==(const Close&) const = default;
};
using Action = std::variant<Connect, Write, Message, StartTls, SetTimer, Commit, Conclude, Close>;

/// What one call of a plugin of the stream tier answered (sdk/README.md, "Stream tier"). [value]
struct Moves {
  std::optional<std::string> state{};  ///< nothing: as before
  std::size_t consumed{0};             ///< of the bytes that it was shown
  std::vector<Action> actions{};
  std::vector<std::string> redact{};
  bool operator==(const Moves&) const = default;
};

/// Reads it; `shown` bytes were handed to the plugin, `files` are those that it may write.
/// Internal/"bad_actions" when the plugin broke its contract. [any thread]
Result<Moves> read_moves(const domain::ProviderReply& reply, std::size_t shown,
                         std::span<const domain::AttachedFile> files = {});

/// Whether a connection carries bytes or whole messages.
enum class Carries : std::uint8_t { Bytes, Messages };
/// The moves again when all of them may be done now: writes and start_tls on bytes, messages on messages, and
/// no commit where nothing must be delivered. Else Internal/"bad_actions", and none may be done. [any thread]
Result<Moves> permitted(Moves moves, Carries carries, domain::PointOfNoReturn commit);

/// Reads the member `websocket` of connect; Internal/"bad_actions" for what could not be written as it
/// stands.
Result<Upgrade> read_upgrade(const std::string& json);

}  // namespace herald::streams
