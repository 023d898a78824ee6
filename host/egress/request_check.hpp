#pragma once
#include "host/base/result.hpp"
#include "host/egress/exchange.hpp"
#include "host/egress/guard.hpp"

namespace herald::egress {

/// The scheme of a request that may be handed to libcurl. Error::reason is the Exchange's `failure`
/// ("bad_url", "bad_request"); the detail never repeats a URL or a header value. [any thread]
Result<Scheme> check_request(const Request& request);

/// True for equal ASCII text in any case.
bool same_name(std::string_view a, std::string_view b);

}  // namespace herald::egress
