#pragma once
#include <string_view>

namespace herald::storage {

/// Ends an epoch of a writer, its own or another node's doing: whoever wrote in it is refused from now on.
/// Bound: now, the writer. MySQL assigns from left to right, so last_batch comes first.
inline constexpr std::string_view kEndEpoch =
    "update writer_fence set last_batch = batch, epoch = epoch + 1, batch = 0, heartbeat = 0, updated_at = ? "
    "where writer = ?";

}  // namespace herald::storage
