#pragma once
#include <string>
#include <vector>

namespace herald::plugins {

/// The names that a mapped library offers to others, as the loader sees them; empty when `handle` (of dlopen)
/// tells nothing. [any thread]
std::vector<std::string> exported_names(void* handle);

}  // namespace herald::plugins
