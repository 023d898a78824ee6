#pragma once
#include <string>
#include <vector>

#include "tests/support/daemon.hpp"

namespace herald::test {

/// `heraldctl` of this build with the settings of that daemon.
Ended heraldctl(const Daemon& daemon, const std::vector<std::string>& words);

}  // namespace herald::test
