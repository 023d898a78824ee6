#pragma once
#include <string>

#include "tests/support/daemon.hpp"

namespace herald::test {

/// Every row of a tenant in every table that has a tenant_id, and the tenant's own, as text: equal texts mean
/// that nothing of it has changed. Reads beside the running daemon.
std::string rows_of_tenant(const Daemon& daemon, const std::string& tenant);

}  // namespace herald::test
