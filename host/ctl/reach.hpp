#pragma once
#include <string>

#include "host/base/result.hpp"
#include "host/base/settings.hpp"
#include "host/ctl/run.hpp"
#include "host/http/message.hpp"

namespace herald::ctl {

/// Where the daemon serves operators.
std::string admin_socket(const Settings& settings);

/// Has the request answered by the daemon, or in this process while none listens. Which of the two is decided
/// before the request is sent: one that was cut off is never answered a second time. Errors: Unavailable,
/// Timeout, what `make_local` reports.
Result<http::Response> reach(const Settings& settings, http::Request request, const LocalServer& make_local);

}  // namespace herald::ctl
