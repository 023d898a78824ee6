#include "host/storage/accounts.hpp"

#include "host/base/json_text.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kTenantById =
    "select id, name, default_region, status, created_at from tenant where deleted_at is null and id = ?";
constexpr std::string_view kAllTenants =
    "select id, name, default_region, status, created_at from tenant where deleted_at is null order by "
    "created_at, id";
domain::Tenant read_tenant(const Row& row) {
  return {.id = domain::TenantId{row[0].text},
          .name = row[1].text,
          .default_region = row[2].text,
          .status = row[3].text,
          .created_at = row[4].instant().value()};
}

Error unknown_tenant() {
  return {.code = Errc::NotFound, .reason = "unknown_tenant", .detail = "there is no such tenant"};
}

/// An event about a thing of the configuration.
domain::Event event(Batch& batch, std::string type, std::string subject, const domain::Origin& origin) {
  const std::string kind = type.substr(0, type.find('.'));
  return {.type = std::move(type),
          .actor = origin.actor,
          .subject_kind = kind,
          .subject = std::move(subject),
          .subject_version = 1,
          .cause = origin.request_id,
          .at = batch.now()};
}

void journal(Batch& batch, const domain::TenantId& tenant, domain::Event event) {
  event.tenant = tenant;
  const int shard = domain::shard_of(event.subject);
  batch.journal(shard, std::move(event));
}

}  // namespace

void StoredAccounts::create(domain::Tenant tenant, domain::Origin origin,
                            domain::Completion<domain::Tenant> done) {
  submit_step<domain::Tenant>(
      writer_, [](Batch&) {},
      [tenant, origin](Batch& batch) -> Result<domain::Tenant> {
        domain::Tenant stored = tenant;
        stored.created_at = batch.now();
        batch.insert(kInsertTenant, {tenant.id, tenant.name, tenant.status, tenant.default_region,
                                     batch.now(), batch.now()});
        journal(batch, tenant.id, event(batch, "tenant.created", tenant.id.text, origin));
        return stored;
      },
      std::move(done));
}

void StoredAccounts::create(domain::User user, domain::Origin origin, domain::Completion<domain::User> done) {
  submit_step<domain::User>(
      writer_,
      [user](Batch& batch) {
        batch.tenants.want({user.tenant});
        batch.user_emails.want({user.tenant, user.email});
      },
      [user, origin](Batch& batch) -> Result<domain::User> {
        if (batch.tenants.find({user.tenant}) == nullptr) return unknown_tenant();
        if (batch.user_emails.find({user.tenant, user.email}) != nullptr)
          return Error{.code = Errc::Conflict,
                       .reason = "email_taken",
                       .detail = "this tenant has a user with this e-mail address"};
        batch.user_emails.put({user.tenant, user.email}, {});
        batch.users.put({user.id}, {.tenant = user.tenant.text});
        domain::User stored = user;
        stored.created_at = batch.now();
        batch.insert(kInsertUser, {user.id, user.tenant, user.email, user.display_name, user.role,
                                   user.status, batch.now(), batch.now()});
        journal(batch, user.tenant, event(batch, "user.created", user.id.text, origin));
        return stored;
      },
      std::move(done));
}

void StoredAccounts::create(domain::ApiKey key, domain::Origin origin,
                            domain::Completion<domain::ApiKey> done) {
  submit_step<domain::ApiKey>(
      writer_, [key](Batch& batch) { batch.tenants.want({key.tenant}); },
      [key, origin](Batch& batch) -> Result<domain::ApiKey> {
        if (batch.tenants.find({key.tenant}) == nullptr) return unknown_tenant();
        domain::ApiKey stored = key;
        stored.created_at = batch.now();
        batch.insert(kInsertApiKey, {key.id, key.tenant, key.name, key.key_hash, key.key_prefix, key.mode,
                                     key.scopes_json, key.expires_at, batch.now(), batch.now()});
        journal(batch, key.tenant, event(batch, "api_key.created", key.id.text, origin));
        return stored;
      },
      std::move(done));
}

void StoredAccounts::change(domain::UserStatus wish, domain::Origin origin, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [wish](Batch& batch) { batch.users.want({wish.id}); },
      [wish, origin](Batch& batch) -> Result<Done> {
        const TenantOf* user = batch.users.find({wish.id});
        if (user == nullptr || user->tenant != wish.tenant.text)
          return Error{.code = Errc::NotFound, .reason = "unknown_user", .detail = "there is no such user"};
        batch.update(kUpdateUserStatus, {wish.status, batch.now(), wish.id});
        const char* type = wish.status == "ACTIVE" ? "user.activated" : "user.suspended";
        journal(batch, wish.tenant, event(batch, type, wish.id.text, origin));
        return Done{};
      },
      [this, done = std::move(done)](Result<Done> result) {
        forget();
        done(std::move(result));
      });
}

void StoredAccounts::revoke(domain::ApiKeyId id, domain::TenantId tenant, domain::Origin origin,
                            domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [id](Batch& batch) { batch.api_keys.want({id}); },
      [id, tenant, origin](Batch& batch) -> Result<Done> {
        const TenantOf* key = batch.api_keys.find({id});
        if (key == nullptr || (!tenant.empty() && key->tenant != tenant.text))
          return Error{
              .code = Errc::NotFound, .reason = "unknown_api_key", .detail = "there is no such API key"};
        batch.update(kUpdateApiKeyRevoked, {batch.now(), batch.now(), id});
        journal(batch, domain::TenantId{key->tenant}, event(batch, "api_key.revoked", id.text, origin));
        return Done{};
      },
      [this, done = std::move(done)](Result<Done> result) {
        forget();
        done(std::move(result));
      });
}

Result<std::vector<domain::Tenant>> StoredAccounts::tenants() {
  return pool_.read<std::vector<domain::Tenant>>([](Connection& db) {
    std::vector<domain::Tenant> all;
    for (const Row& row : db.query(kAllTenants, 5)) all.push_back(read_tenant(row));
    return all;
  });
}

Result<std::optional<domain::Tenant>> StoredAccounts::find(const domain::TenantId& id) {
  return pool_.read<std::optional<domain::Tenant>>([&](Connection& db) -> std::optional<domain::Tenant> {
    const std::vector<Row> rows = db.query(kTenantById, 5, Row{id.text});
    return rows.empty() ? std::nullopt : std::optional{read_tenant(rows[0])};
  });
}

}  // namespace herald::storage
