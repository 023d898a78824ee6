#pragma once

namespace herald::testing {

inline constexpr const char* kPlugin = HERALD_BUILD_DIR "/plugins/sandbox.so";
inline constexpr const char* kGolden = HERALD_SOURCE_DIR "/plugins/providers/sandbox/golden";

}  // namespace herald::testing
