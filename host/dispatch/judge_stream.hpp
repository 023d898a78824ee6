#pragma once
#include "host/dispatch/judge.hpp"
#include "host/domain/stream_ports.hpp"

namespace herald::dispatch {

/// What the end of a session of the stream tier means for the attempt (design D3). Before the point of no
/// return nothing was sent, whatever went wrong. After it only a verdict on something that the peer said
/// since decides; all else is unknown. Pure. [any thread]
Conclusion judge_stream(const domain::StreamEnd& end);

}  // namespace herald::dispatch
