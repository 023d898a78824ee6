#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::smtp {

/// A server's complete reply. [value]
struct Answer {
  int code{0};           ///< 200–599
  std::string status{};  ///< enhanced code such as "5.1.1" (RFC 3463), where its class fits; else empty
  std::vector<std::string> lines{};  ///< without code and line end
  [[nodiscard]] int severity() const { return code / 100; }
  bool operator==(const Answer&) const = default;
};

/// What stands at the beginning of the bytes. [value]
struct Read {
  enum class Kind : std::uint8_t { More, Answer, Malformed } kind{Kind::More};
  Answer answer{};
  std::size_t size{0};  ///< bytes that the answer takes
};

/// Reads one reply (RFC 5321 §4.2): at most 200 lines of 2048 bytes; a line may end in LF alone. Malformed is
/// what no further bytes can mend. [any thread]
Read read_answer(std::string_view bytes);

/// All lines in one, printable, at most 300 bytes; without the enhanced code at its front.
std::string words_of(const Answer& answer);

}  // namespace herald::smtp
