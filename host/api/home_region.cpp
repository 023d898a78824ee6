#include "host/api/home_region.hpp"

namespace herald::api {

Result<std::string> home_region(domain::Accounts& accounts, const domain::TenantId& tenant,
                                const std::string& address) {
  const auto first = address.find_first_not_of(" \t(");
  const bool international = first == std::string::npos || address[first] == '+';
  if (international || address.find('@') != std::string::npos) return std::string{};
  const auto found = accounts.find(tenant);
  if (!found) return found.error();
  return *found ? (*found)->default_region : std::string{};
}

}  // namespace herald::api
