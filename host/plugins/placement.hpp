#pragma once
#include <cstdint>

namespace herald::plugins {

/// Where a plugin's code runs: in this process, or in a confined process of its own (host/runner).
enum class Placement : std::uint8_t { InProcess, Runner };

}  // namespace herald::plugins
