#pragma once
#include <string>
#include <vector>

#include "tests/bench/figures.hpp"
#include "tests/bench/fleet.hpp"

namespace herald::bench {

/// Times the lists of messages and of conversations as callers ask for them: each filter that the API has,
/// with values that match many, few or none, the first page and one as deep as `kDeepest` rows; `kPages` of
/// each, the tenants in turn, fewer of those that take seconds. Adds `<name>.<list>.p50_ms` and `.p99_ms`,
/// and
/// `.deep.…`; answers the names of the lists. Throws std::runtime_error when a page is not answered by 200.
std::vector<std::string> time_pages(Fleet& fleet, const std::string& name, Figures& figures);

}  // namespace herald::bench
