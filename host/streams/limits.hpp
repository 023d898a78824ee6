#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace herald::streams {

/// May the address be connected to? Answers why not ("loopback", "plain_http", …), or nothing. `Protected`:
/// nothing of value leaves before TLS stands.
enum class Exposure : std::uint8_t { Protected, Plain };
using AddressRule = std::function<std::string(const std::string& address, Exposure exposure)>;

struct SessionLimits {
  std::size_t unconsumed{64 * 1024};  ///< bytes received that the plugin leaves lying
  std::size_t received{1024 * 1024};  ///< bytes received in all
  std::size_t in_clear{1024};         ///< bytes sent before TLS of mode starttls
  int calls{1000};                    ///< of the plugin
  std::chrono::milliseconds plugin_call{2'000};
  std::chrono::milliseconds farewell{5'000};  ///< from the verdict to the end of the connection
  std::chrono::milliseconds connect{10'000};  ///< where start_by says nothing
};

}  // namespace herald::streams
