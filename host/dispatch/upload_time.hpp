#pragma once
#include <chrono>
#include <cstdint>
#include <span>

#include "host/domain/delivery_ports.hpp"

namespace herald::dispatch {

/// How many bytes a second a provider takes at least; what is slower than that may end in a time-out.
inline constexpr std::int64_t kSlowestUpload = 131'072;

/// What `bytes` take at that rate, beside the time that a small request may take. `bytes_per_second` is at
/// least 1. Pure. [any thread]
constexpr std::chrono::milliseconds upload_time(std::int64_t bytes, std::int64_t bytes_per_second) {
  return std::chrono::milliseconds{bytes / bytes_per_second * 1000 +
                                   bytes % bytes_per_second * 1000 / bytes_per_second};
}

/// The bytes of a request's body, files as they are encoded.
std::int64_t body_bytes(const domain::OutboundRequest& request);
/// The bytes of files in the largest encoding that a plugin may choose.
std::int64_t largest_bytes(std::span<const domain::AttachedFile> files);

}  // namespace herald::dispatch
