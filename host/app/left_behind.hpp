#pragma once
#include "host/domain/ledger.hpp"

namespace herald::app {

/// What is settled about an attempt that was under way when the process before this one died: nobody knows
/// whether the provider got it, and the dispatcher reconciles it from 5 s after `now` on. Pure. [any thread]
domain::Settlement left_behind(const domain::Attempt& attempt, Instant now);

}  // namespace herald::app
