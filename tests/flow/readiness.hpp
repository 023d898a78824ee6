#pragma once
#include <string>

#include "tests/support/daemon.hpp"

namespace herald::test {

/// What /readyz answers.
int ready_status(const Daemon& daemon);
/// The reason of one finding in /readyz; empty when it is fine. Throws when there is no such finding.
std::string reason_of(const Daemon& daemon, const std::string& finding);

}  // namespace herald::test
