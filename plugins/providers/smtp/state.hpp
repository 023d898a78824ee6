#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace herald::smtp {

/// What the server said it can, after the last EHLO. [value]
struct Capabilities {
  bool starttls{false};
  bool plain{false};
  bool login{false};
  bool pipelining{false};
  bool eight_bit{false};
  bool utf8{false};
  bool dsn{false};       ///< RFC 3461
  std::int64_t size{0};  ///< most bytes of a message; 0: not said
  bool size_known{false};
  bool operator==(const Capabilities&) const = default;
};

/// Reads the lines of a reply to EHLO (RFC 5321 §4.1.1.1); words that are not known are passed over.
Capabilities read_capabilities(const std::vector<std::string>& lines);

/// What the next reply answers.
enum class Phase : std::uint8_t {
  Greeting,
  Hello,
  StartTls,
  Auth,
  User,
  Password,
  Envelope,
  Data,
  Body,
  Quit
};

/// A recipient that the server refused. [value]
struct Refusal {
  std::size_t recipient{0};  ///< index in recipients_of()
  int code{0};
  std::string status{};
  bool operator==(const Refusal&) const = default;
};

/// Where the dialogue stands. [value]
struct State {
  Phase phase{Phase::Greeting};
  bool secure{false};  ///< TLS stands
  Capabilities can{};
  std::size_t answered{0};  ///< replies within the envelope: MAIL, then each RCPT
  std::vector<Refusal> refused{};
  bool operator==(const State&) const = default;
};

/// JSON of the plugin's state. It says its version; what is no such text throws sdk::Failure. [any thread]
std::string to_json(const State& state);
State read_state(std::string_view json);

}  // namespace herald::smtp
