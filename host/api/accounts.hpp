#pragma once
#include <array>
#include <vector>

#include "host/api/account_steps.hpp"

namespace herald::api {

// A tenant's own users and keys. Who holds `admin` manages them, and nobody else's.
Answer create_own_user(const AccountPorts& ports, const Call& call);
Answer list_users(const AccountPorts& ports, const Call& call);
Answer show_user(const AccountPorts& ports, const Call& call);
Answer change_user(const AccountPorts& ports, const Call& call);
Answer create_own_key(const AccountPorts& ports, const Call& call);
Answer list_keys(const AccountPorts& ports, const Call& call);
Answer revoke_own_key(const AccountPorts& ports, const Call& call);
/// What the readers find in a new user or key, beyond the schema.
std::vector<Problem> examine_user(const AccountPorts& ports, const Call& call);
std::vector<Problem> examine_key(const AccountPorts& ports, const Call& call);

inline constexpr std::array<Route<AccountPorts>, 7> kTenantRoutes{{
    {http::Method::Post,
     "/api/v1/users",
     with(tenancy::Permission::Admin),
     create_own_user,
     {.id = "createUser", .summary = "Add a user", .request = "UserDraft", .response = "User", .status = 201},
     examine_user},
    {http::Method::Get,
     "/api/v1/users",
     with(tenancy::Permission::Admin),
     list_users,
     {.id = "listUsers", .summary = "Users, oldest first", .response = "UserList", .paged = true}},
    {http::Method::Get,
     "/api/v1/users/{user_id}",
     with(tenancy::Permission::Admin),
     show_user,
     {.id = "showUser", .summary = "A user", .response = "User"}},
    {http::Method::Patch,
     "/api/v1/users/{user_id}",
     with(tenancy::Permission::Admin),
     change_user,
     {.id = "changeUser",
      .summary = "Suspend a user, whose tokens are then refused, or take that back",
      .request = "UserChange",
      .response = "User"}},
    {http::Method::Post,
     "/api/v1/api-keys",
     with(tenancy::Permission::Admin),
     create_own_key,
     {.id = "createApiKey",
      .summary = "Make an API key; its text is shown once",
      .request = "ApiKeyDraft",
      .response = "ApiKey",
      .status = 201},
     examine_key},
    {http::Method::Get,
     "/api/v1/api-keys",
     with(tenancy::Permission::Admin),
     list_keys,
     {.id = "listApiKeys", .summary = "API keys, oldest first", .response = "ApiKeyList", .paged = true}},
    {http::Method::Delete,
     "/api/v1/api-keys/{api_key_id}",
     with(tenancy::Permission::Admin),
     revoke_own_key,
     {.id = "revokeApiKey", .summary = "Revoke an API key at once", .status = 204}},
}};

}  // namespace herald::api
