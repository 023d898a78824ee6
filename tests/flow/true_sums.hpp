#pragma once
#include <string>
#include <vector>

#include "tests/support/daemon.hpp"

namespace herald::test {

/// A client of that tenant with these scopes.
Tenant with_scopes(const Daemon& daemon, const std::string& tenant, const std::vector<std::string>& scopes);

/// Waits until the sums of a tenant's conversations are what its messages say (how many, how many of them
/// unread when nobody has read any, and the status of the latest); answers what is still wrong after `limit`,
/// or nothing. `reader` may read messages and conversations.
std::string wrong_sums(Tenant& reader, std::chrono::milliseconds limit = std::chrono::seconds{20} * kPace);

}  // namespace herald::test
