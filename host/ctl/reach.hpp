#pragma once
#include <string>

#include "host/base/result.hpp"
#include "host/base/settings.hpp"
#include "host/ctl/run.hpp"
#include "host/http/message.hpp"

namespace herald::ctl {

/// Where the daemon serves operators.
std::string admin_socket(const Settings& settings);

/// Has one request answered. Errors: Unavailable, Timeout.
using Ask = std::function<Result<http::Response>(http::Request)>;

/// Who answers: the daemon, or this process while none listens. Decided here, before anything is sent: a
/// request that was cut off is never answered a second time. Errors: Unavailable, Timeout, what `make_local`
/// reports.
Result<Ask> reach(const Settings& settings, const LocalServer& make_local);

}  // namespace herald::ctl
