#pragma once
#include <cstdint>

namespace herald::plugins {

/// Where a plugin's code runs.
enum class Placement : std::uint8_t { InProcess, Runner };

}  // namespace herald::plugins
