#pragma once
#include "host/ctl/reach.hpp"

namespace herald::ctl {

/// A new API key with every right for the first tenant; "default" is made when there is none. The answer to
/// the last request, or to the one that was refused.
Result<http::Response> make_first_key(const Ask& ask);

}  // namespace herald::ctl
