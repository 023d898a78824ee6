#include "host/storage/jobs.hpp"

#include <utility>

#include "host/storage/effects.hpp"
#include "host/storage/selects.hpp"
#include "host/storage/step.hpp"

namespace herald::storage {
namespace {

using domain::JobMove;
using domain::JobState;

const Insert kInsertJob{
    .order = 131,
    .head = "insert into feature_job (plugin_id, job_name, round_at, created_at, updated_at) values ",
    .group = "(?,?,?,?,?)"};
constexpr std::string_view kBringForward =
    "update feature_job set round_at = ?, updated_at = ? where plugin_id = ? and job_name = ?";
constexpr std::string_view kNoteTry =
    "update feature_job set tries = ?, updated_at = ? where plugin_id = ? and job_name = ?";
constexpr std::string_view kNoteFault =
    "update feature_job set faults = faults + 1, fault_tenant = ?, fault_reason = ?, fault_at = ? "
    "where plugin_id = ? and job_name = ?";
constexpr std::string_view kNextTenant =
    "select id from tenant where deleted_at is null and status = 'ACTIVE' and id > ? order by id limit 1";
constexpr std::string_view kJobsOf =
    "select job_name, round_at, tenant_done, part, tries, faults, fault_tenant, fault_reason, fault_at "
    "from feature_job where plugin_id = ? order by job_name";

JobState read_job(const Row& row) {
  return {.job = row[0].text,
          .place = {.round = row[1].instant().value(),
                    .tenant_done = domain::TenantId{row[2].text},
                    .part = static_cast<int>(row[3].number())},
          .tries = static_cast<int>(row[4].number()),
          .faults = row[5].number(),
          .fault_tenant = domain::TenantId{row[6].text},
          .fault_reason = row[7].text,
          .fault_at = row[8].instant()};
}

/// The job's state, made when there is none, its next round not later than `first`.
JobState opened(Batch& batch, const std::string& plugin, const std::string& job, Instant first) {
  const Row key{plugin, job};
  if (batch.jobs.find(key) == nullptr) {
    batch.insert(kInsertJob, {plugin, job, first, batch.now(), batch.now()});
    batch.jobs.put(key, {.job = job, .place = {.round = first}});
  }
  JobState& state = *batch.jobs.find(key);
  const bool waits = state.place.tenant_done.empty() && state.place.part == 0;
  if (waits && first < state.place.round) {
    batch.execute(kBringForward, {first, batch.now(), plugin, job});
    state.place.round = first;
  }
  return state;
}

}  // namespace

void StoredJobs::open(std::string plugin, std::string job, Instant first, domain::Completion<JobState> done) {
  submit_step<JobState>(
      writer_, [plugin, job](Batch& batch) { batch.jobs.want({plugin, job}); },
      [plugin, job, first](Batch& batch) -> Result<JobState> { return opened(batch, plugin, job, first); },
      std::move(done));
}

void StoredJobs::step(JobMove move, std::function<void(Batch&)> more, domain::Completion<Done> done) {
  submit_step<Done>(
      writer_, [move](Batch& batch) { batch.jobs.want({move.plugin, move.job}); },
      [move, more = std::move(more)](Batch& batch) -> Result<Done> {
        if (auto refused = job_refusal(batch, move)) return *std::move(refused);
        more(batch);
        return Done{};
      },
      std::move(done));
}

void StoredJobs::advance(JobMove move, domain::Completion<Done> done) {
  step(move, [move](Batch& batch) { move_job(batch, move); }, std::move(done));
}

void StoredJobs::note_try(JobMove move, int tries, domain::Completion<Done> done) {
  step(
      move,
      [move, tries](Batch& batch) { batch.execute(kNoteTry, {tries, batch.now(), move.plugin, move.job}); },
      std::move(done));
}

void StoredJobs::pass_over(JobMove move, domain::TenantId tenant, std::string reason,
                           domain::Completion<Done> done) {
  step(
      move,
      [move, tenant, reason](Batch& batch) {
        move_job(batch, move);
        batch.execute(kNoteFault, {tenant, reason, batch.now(), move.plugin, move.job});
      },
      std::move(done));
}

Result<std::optional<domain::TenantId>> StoredJobs::next_tenant(const domain::TenantId& after) {
  return pool_.read<std::optional<domain::TenantId>>([&](Connection& db) {
    const auto rows = db.query(kNextTenant, 1, Row{after.text});
    return rows.empty() ? std::nullopt : std::optional{domain::TenantId{rows[0][0].text}};
  });
}

Result<std::vector<JobState>> StoredJobs::all(const std::string& plugin) {
  return pool_.read<std::vector<JobState>>([&](Connection& db) {
    std::vector<JobState> out;
    for (const Row& row : db.query(kJobsOf, 9, Row{plugin})) out.push_back(read_job(row));
    return out;
  });
}

}  // namespace herald::storage
