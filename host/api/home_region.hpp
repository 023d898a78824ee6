#pragma once
#include <string>

#include "host/domain/config_ports.hpp"

namespace herald::api {

/// The region in which this address of the tenant is read, as contacts::normalise() wants it. Only a number
/// without `+` needs one: everybody else is spared the look-up, and gets the empty text. Errors: those of
/// the port. [any thread]
Result<std::string> home_region(domain::Accounts& accounts, const domain::TenantId& tenant,
                                const std::string& address);

}  // namespace herald::api
