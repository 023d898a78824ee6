#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::streams {

enum class TlsMode : std::uint8_t { None, StartTls, Implicit };

struct Connect {
  std::string host{};
  std::uint16_t port{0};
  TlsMode tls{TlsMode::Implicit};
  bool operator==(const Connect&) const = default;
};
struct Write {
  std::string bytes{};
  bool operator==(const Write&) const = default;
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
using Action = std::variant<Connect, Write, StartTls, SetTimer, Commit, Conclude, Close>;

/// What one call of a plugin of the stream tier answered (sdk/README.md, "Stream tier"). [value]
struct Moves {
  std::optional<std::string> state{};  ///< nothing: as before
  std::size_t consumed{0};             ///< of the bytes that it was shown
  std::vector<Action> actions{};
  std::vector<std::string> redact{};
  bool operator==(const Moves&) const = default;
};

/// Reads it; `shown` bytes were handed to the plugin. Internal/"bad_actions" when the plugin broke its
/// contract. [any thread]
Result<Moves> read_moves(const domain::ProviderReply& reply, std::size_t shown);

}  // namespace herald::streams
