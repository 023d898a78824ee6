#pragma once
#include "host/dispatch/judge.hpp"

namespace herald::dispatch {

/// Is it the channel that keeps a message from being sent, so that another one may do better? Only where it
/// certainly was not sent (design D3): at once where the channel itself is refused (credentials,
/// configuration, quota), from the second attempt on where it does not work, at the end where it asked to
/// wait. Never for what is wrong with recipient or content, which the next provider would say as well. [any
/// thread]
bool leaves_channel(const Conclusion& conclusion, int attempt, bool will_be_retried);

}  // namespace herald::dispatch
