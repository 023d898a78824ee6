#pragma once
#include <cstddef>

#include "host/domain/exchange.hpp"

namespace herald::channel_log {

inline constexpr std::size_t kKeptBody = 2048;  ///< bytes
inline constexpr std::size_t kKeptHead = 4096;
inline constexpr std::size_t kKeptUrl = 1024;

/// What may be kept of an exchange. Hidden are: the account's secrets and those that the plugin named, in
/// every spelling, wherever they stand (path, body, what the far side echoes); the values of headers and
/// query parameters whose names speak of credentials, there and wherever they are repeated; a URL's user
/// part. Pure.
domain::Exchange redact(const domain::RawExchange& raw);

}  // namespace herald::channel_log
