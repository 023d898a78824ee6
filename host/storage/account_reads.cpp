#include "host/storage/accounts.hpp"

#include <utility>

namespace herald::storage {
namespace {

constexpr std::string_view kKeyByHash =
    "select k.id, k.tenant_id, k.name, k.key_hash, k.key_prefix, k.mode, k.scopes, k.expires_at, "
    "k.revoked_at, k.created_at, t.status from api_key k join tenant t on t.id = k.tenant_id where "
    "k.key_hash = ?";
constexpr std::string_view kKeysOfTenant =
    "select k.id, k.tenant_id, k.name, k.key_hash, k.key_prefix, k.mode, k.scopes, k.expires_at, "
    "k.revoked_at, k.created_at, t.status from api_key k join tenant t on t.id = k.tenant_id where "
    "k.tenant_id = ? and k.id > ? order by k.id limit ";
constexpr std::size_t kKeyColumns = 11;
constexpr std::string_view kUserById =
    "select id, tenant_id, email, display_name, role, status, created_at from app_user where deleted_at is "
    "null and tenant_id = ? and id = ?";
constexpr std::string_view kUsersOfTenant =
    "select id, tenant_id, email, display_name, role, status, created_at from app_user where deleted_at is "
    "null and tenant_id = ? and id > ? order by id limit ";
constexpr std::size_t kUserColumns = 7;
constexpr std::string_view kMembership =
    "select t.status, u.status from tenant t left join app_user u on u.tenant_id = t.id and u.deleted_at is "
    "null and (u.id = ? or u.email = ?) where t.deleted_at is null and t.id = ?";

constexpr std::size_t kMostCached = 10'000;

domain::ApiKey read_key(const Row& row) {
  return {.id = domain::ApiKeyId{row[0].text},
          .tenant = domain::TenantId{row[1].text},
          .name = row[2].text,
          .key_hash = row[3].text,
          .key_prefix = row[4].text,
          .mode = row[5].text,
          .scopes_json = row[6].text,
          .expires_at = row[7].instant(),
          .revoked_at = row[8].instant(),
          .created_at = row[9].instant().value(),
          .tenant_active = row[10].text == "ACTIVE"};
}

domain::User read_user(const Row& row) {
  return {.id = domain::UserId{row[0].text},
          .tenant = domain::TenantId{row[1].text},
          .email = row[2].text,
          .display_name = row[3].text,
          .role = row[4].text,
          .status = row[5].text,
          .created_at = row[6].instant().value()};
}

domain::Membership read_membership(const std::vector<Row>& rows) {
  domain::Membership out{.tenant_known = !rows.empty()};
  for (const Row& row : rows) {
    out.tenant_active = row[0].text == "ACTIVE";
    out.user_suspended = out.user_suspended || row[1].text == "SUSPENDED";
  }
  return out;
}

/// `rows` has one more than asked for when there is a next page.
template <class T>
domain::Page<T> page_of(const std::vector<Row>& rows, int limit, T (*read)(const Row&)) {
  domain::Page<T> page;
  for (const Row& row : rows) page.items.push_back(read(row));
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next_cursor = page.items.back().id.text;
  }
  return page;
}

std::string limited(std::string_view select, int limit) {
  return std::string{select} + std::to_string(limit + 1);
}

}  // namespace

Result<std::optional<domain::User>> StoredAccounts::find(const domain::TenantId& tenant,
                                                         const domain::UserId& id) {
  return pool_.read<std::optional<domain::User>>([&](Connection& db) -> std::optional<domain::User> {
    const std::vector<Row> rows = db.query(kUserById, kUserColumns, Row{tenant.text, id.text});
    return rows.empty() ? std::nullopt : std::optional{read_user(rows[0])};
  });
}

Result<domain::Page<domain::User>> StoredAccounts::users(const domain::TenantId& tenant,
                                                         const std::string& cursor, int limit) {
  return pool_.read<domain::Page<domain::User>>([&](Connection& db) {
    return page_of(db.query(limited(kUsersOfTenant, limit), kUserColumns, Row{tenant.text, cursor}), limit,
                   read_user);
  });
}

Result<domain::Page<domain::ApiKey>> StoredAccounts::keys(const domain::TenantId& tenant,
                                                          const std::string& cursor, int limit) {
  return pool_.read<domain::Page<domain::ApiKey>>([&](Connection& db) {
    return page_of(db.query(limited(kKeysOfTenant, limit), kKeyColumns, Row{tenant.text, cursor}), limit,
                   read_key);
  });
}

Result<std::optional<domain::ApiKey>> StoredAccounts::find_by_hash(const std::string& key_hash) {
  std::uint64_t generation = 0;
  {
    const std::shared_lock lock{mutex_};
    generation = generation_;
    if (const auto found = keys_.find(key_hash); found != keys_.end()) return std::optional{found->second};
  }
  auto key = pool_.read<std::optional<domain::ApiKey>>([&](Connection& db) -> std::optional<domain::ApiKey> {
    const std::vector<Row> rows = db.query(kKeyByHash, kKeyColumns, Row{key_hash});
    return rows.empty() ? std::nullopt : std::optional{read_key(rows[0])};
  });
  if (!key || !*key) return key;  // an unknown key is not cached: guesses must not fill the memory
  const std::unique_lock lock{mutex_};
  if (generation == generation_ && keys_.size() < kMostCached) keys_.emplace(key_hash, **key);
  return key;
}

Result<domain::Membership> StoredAccounts::membership(const domain::TenantId& tenant,
                                                      const std::string& subject) {
  const std::string key = tenant.text + "/" + subject;
  std::uint64_t generation = 0;
  {
    const std::shared_lock lock{mutex_};
    generation = generation_;
    if (const auto found = memberships_.find(key); found != memberships_.end()) return found->second;
  }
  auto found = pool_.read<domain::Membership>([&](Connection& db) {
    return read_membership(db.query(kMembership, 2, Row{subject, subject, tenant.text}));
  });
  if (!found || !found->tenant_known) return found;
  const std::unique_lock lock{mutex_};
  if (generation == generation_ && memberships_.size() < kMostCached) memberships_.emplace(key, *found);
  return found;
}

void StoredAccounts::forget() {
  const std::unique_lock lock{mutex_};
  keys_.clear();
  memberships_.clear();
  ++generation_;
}

}  // namespace herald::storage
