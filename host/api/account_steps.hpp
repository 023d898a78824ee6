#pragma once
#include <string>

#include "host/api/means.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

struct AccountPorts {
  domain::Accounts& accounts;
  Means means;
};

// What the operator's routes (admin.hpp) and a tenant's own (accounts.hpp) have in common.

/// Reads the members of a new user; whose it is, is the caller's business.
domain::User read_user(json::Fields& fields);
/// Stores it; 201 with the user.
Answer store_user(const AccountPorts& ports, const Call& call, domain::User user);
void write_user(json::Writer& writer, const domain::User& user);

/// Reads the members of a new key; whose it is, is the caller's business.
domain::ApiKey read_api_key(json::Fields& fields, Instant now);
/// Makes and stores it; 201 with its text, which is shown here and nowhere else. Forbidden/"scope_not_held"
/// or "test_key" when the key would be allowed more than its maker.
Answer issue_api_key(const AccountPorts& ports, const Call& call, domain::ApiKey key);
void write_api_key(json::Writer& writer, const domain::ApiKey& key);
/// Revokes the key; an empty `tenant` stands for any. 204.
Answer revoke_key(const AccountPorts& ports, const Call& call, domain::TenantId tenant);

/// 201 with this body.
http::Response created_account(std::string body);

}  // namespace herald::api
