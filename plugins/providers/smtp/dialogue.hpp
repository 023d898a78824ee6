#pragma once
#include <herald/stream.hpp>

namespace herald::smtp {

/// Begins op `send` or `test_account`: the connection, or a verdict before the wire.
sdk::Reply begin(const sdk::Call& call);

/// Goes on after an event: every complete reply in its bytes is answered in order, so that it does not matter
/// how they were split. Pure, like everything here. [any thread]
sdk::Reply go_on(const sdk::Call& call, const sdk::StreamEvent& event);

}  // namespace herald::smtp
