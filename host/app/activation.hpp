#pragma once
#include "host/base/result.hpp"

namespace herald::app {

/// The listening socket that the service manager passed to this process (sd_listen_fds(3)), -1 when it passed
/// none. It is the process's until its end; children neither inherit it nor hear of it. Called once, before
/// any thread. Errors: Invalid/"bad_activation".
Result<int> inherited_socket();

}  // namespace herald::app
