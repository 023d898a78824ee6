#include "host/storage/kept_answers.hpp"

namespace herald::storage {
namespace {

constexpr std::string_view kFindKept =
    "select body_hash, resource_id, response from idempotency_key where tenant_id = ? and key_hash = ?";

}  // namespace

Result<std::optional<domain::KeptAnswer>> PoolKeptAnswers::find(const domain::TenantId& tenant,
                                                                const std::string& key_hash) {
  return pool_.read<std::optional<domain::KeptAnswer>>(
      [&](Connection& db) -> std::optional<domain::KeptAnswer> {
        const std::vector<Row> rows = db.query(kFindKept, 3, Row{tenant, key_hash});
        if (rows.empty()) return std::nullopt;
        return domain::KeptAnswer{
            .body_hash = rows[0][0].text, .resource = rows[0][1].text, .response = rows[0][2].text};
      });
}

}  // namespace herald::storage
