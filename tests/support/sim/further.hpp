#pragma once
#include <string_view>
#include <vector>

#include "tests/support/sim/changes.hpp"

namespace herald::test::sim {

/// Good requests that no golden file has, made of those. [any thread]
std::vector<RawRequest> further_examples(std::string_view provider, const std::vector<RawRequest>& good);

/// What breaks rules that no change of changes.hpp breaks: sizes, and mistakes that need two members. [any
/// thread]
std::vector<Change> further_changes(std::string_view provider, const std::vector<RawRequest>& good);

}  // namespace herald::test::sim
