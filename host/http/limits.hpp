#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "host/http/head.hpp"

namespace herald::http {

/// What one server accepts. [value]
struct Limits {
  HeadLimits head;
  std::size_t body_bytes{1024 * 1024};  ///< decoded; above: 413
  /// How long a connection may stay silent before its first request (TLS handshake included) and between two.
  std::chrono::milliseconds keep_alive_timeout{std::chrono::seconds{15}};
  /// Within this time after its first byte the head of a request has arrived, else 408.
  std::chrono::milliseconds head_timeout{std::chrono::seconds{10}};
  /// Within this time after its first byte a request has arrived whole, else 408; an answer is taken within
  /// the same.
  std::chrono::milliseconds receive_timeout{std::chrono::seconds{30}};
  /// An upload has one more second for each so many bytes of its length.
  std::uint64_t upload_bytes_per_second{64 * 1024};
  int max_threads{256};   ///< connections served at once: one thread each
  int max_queued{64};     ///< connections that wait for a thread; above: 503
  int max_per_peer{128};  ///< connections of one peer, unless it is a trusted proxy; above: 429
  int max_keep_alive_requests{1000};
  /// While connections wait for a thread, one that is silent this long gives its thread up.
  std::chrono::milliseconds spare_idle{std::chrono::seconds{1}};
};

}  // namespace herald::http
