#include "host/storage/policy_guards.hpp"

#include "host/storage/connection.hpp"
#include "host/storage/failure.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kAllGuards = "select plugin_id, filters from policy_guard order by plugin_id";
constexpr std::string_view kInsertGuard =
    "insert into policy_guard (plugin_id, filters, created_at, updated_at) values (?, ?, ?, ?)";
constexpr std::string_view kUpdateGuard =
    "update policy_guard set filters = ?, updated_at = ? where plugin_id = ?";
constexpr std::string_view kDeleteGuard = "delete from policy_guard where plugin_id = ?";

std::vector<domain::PolicyGuard> read_guards(Connection& db) {
  std::vector<domain::PolicyGuard> out;
  for (const Row& row : db.query(kAllGuards, 2)) out.push_back({row[0].text, row[1].text});
  return out;
}

const domain::PolicyGuard* guard_of(const std::vector<domain::PolicyGuard>& guards,
                                    const std::string& plugin) {
  for (const domain::PolicyGuard& guard : guards)
    if (guard.plugin == plugin) return &guard;
  return nullptr;
}

}  // namespace

Result<std::vector<domain::PolicyGuard>> StoredPolicyGuards::all() {
  try {
    Connection db{url_, Access::Read};
    return read_guards(db);
  } catch (const StorageFailure& failure) {
    return failure.error();
  }
}

Result<Done> StoredPolicyGuards::keep(const domain::PolicyGuard& guard) {
  try {
    Connection db{url_, Access::Write};
    const auto guards = read_guards(db);
    const domain::PolicyGuard* kept = guard_of(guards, guard.plugin);
    const Instant now = clock_.now();
    if (guard.filters.empty()) {
      if (kept != nullptr) db.execute(kDeleteGuard, Row{guard.plugin});
    } else if (kept == nullptr) {
      db.execute(kInsertGuard, Row{guard.plugin, guard.filters, now, now});
    } else if (*kept != guard) {
      db.execute(kUpdateGuard, Row{guard.filters, now, guard.plugin});
    }
    return Done{};
  } catch (const StorageFailure& failure) {
    return failure.error();
  }
}

Result<Done> StoredPolicyGuards::forget(const std::string& plugin) {
  try {
    Connection db{url_, Access::Write};
    if (guard_of(read_guards(db), plugin) == nullptr)
      return Error{
          .code = Errc::NotFound, .reason = "unknown_plugin", .detail = "there is no plugin " + plugin};
    db.execute(kDeleteGuard, Row{plugin});
    return Done{};
  } catch (const StorageFailure& failure) {
    return failure.error();
  }
}

}  // namespace herald::storage
