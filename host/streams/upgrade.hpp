#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/base/result.hpp"
#include "host/streams/actions.hpp"

namespace herald::streams {

// The opening handshake of a WebSocket (RFC 6455 section 4), the client's side. All pure. [any thread]

/// The request. `key` is the base64 of 16 random bytes.
std::string upgrade_request(const Connect& connect, const std::string& key);

inline constexpr std::size_t kLargestHead = 8 * 1024;
/// How many bytes the head of the answer has with its blank line; nothing while it is not complete.
std::optional<std::size_t> head_size(std::string_view received);
/// Judges a complete head. Unavailable/"upgrade" with what was expected and found when the server did not
/// switch, or not to what was asked for.
Result<Done> check_answer_head(std::string_view head, const std::string& key, const std::string& protocol);

}  // namespace herald::streams
