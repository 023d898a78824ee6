#pragma once
#include <string>

namespace herald::egress::test {

/// Moves this process, while it has one thread, into a network of its own: no machine but itself, in which
/// every IP address is this machine, and names are resolved by 127.0.0.1:53 and nothing else. So a test can
/// be the whole internet, and a connection to a forbidden address would succeed if it were tried. Answers why
/// that cannot be had (no user namespaces, no `ip` program); empty when done.
std::string enter_own_network();

}  // namespace herald::egress::test
