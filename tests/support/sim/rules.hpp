#pragma once
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "tests/support/sim/far.hpp"

namespace herald::test::sim {

/// Each rule that a change of a good example breaks, once, as {"rule","change","request"}: header lines and
/// members of the body taken away, emptied, doubled, replaced. Throws std::runtime_error when no example
/// is good, or one of further_examples() is not. [one thread]
std::vector<nlohmann::json> broken_rules(const FarKind& kind);

}  // namespace herald::test::sim
