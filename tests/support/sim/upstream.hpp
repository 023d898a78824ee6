#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace herald::test::sim {

/// One request on a connection of its own to 127.0.0.1:`port`, as bytes. Answers the whole response; empty
/// when the server closes without one, or `give_up`, asked every 50 ms, says so. Throws std::system_error
/// without a connection. [any thread]
std::string ask_upstream(std::uint16_t port, std::string_view bytes, const std::function<bool()>& give_up);

}  // namespace herald::test::sim
