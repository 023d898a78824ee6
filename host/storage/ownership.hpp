#pragma once
#include <functional>
#include <string>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

struct OwnershipConfig {
  StorageUrl url{};
  std::string writer{};                          ///< who wants the shards
  std::chrono::milliseconds observation{5'000};  ///< without a beat for this long, an owner is taken for dead
};

/// Makes `writer` the owner of all 64 shards (design D6). An owner of another name is observed first: if its
/// fence moves, it lives, and this start is refused with Conflict/"other_node_live"; else it is fenced off.
/// Call before Writer::take_over(). Blocks up to `observation`; `pause` waits between two looks.
Result<Done> take_shards(const OwnershipConfig& config, const Clock& clock,
                         const std::function<void(std::chrono::milliseconds)>& pause);

}  // namespace herald::storage
