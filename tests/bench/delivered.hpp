#pragma once
#include "tests/bench/fleet.hpp"

namespace herald::bench {

/// Has a fleet of sandbox channels accept and deliver `count` messages and then tells it of each one that it
/// arrived. Four go to one person, all tenants and channels in turn, each with the
/// caller's references, every second one of a tenant with an Idempotency-Key. When this returns, the
/// server has nothing left to do. Throws std::runtime_error when one was refused or is not DELIVERED.
void deliver_messages(Fleet& fleet, long count);

}  // namespace herald::bench
