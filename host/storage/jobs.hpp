#pragma once
#include "host/domain/job_ports.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Places of jobs in the table feature_job. [any thread]
class StoredJobs final : public domain::JobBook {
 public:
  /// Both outlive this.
  StoredJobs(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  void open(std::string plugin, std::string job, Instant first,
            domain::Completion<domain::JobState> done) override;
  void advance(domain::JobMove move, domain::Completion<Done> done) override;
  void note_try(domain::JobMove move, int tries, domain::Completion<Done> done) override;
  void pass_over(domain::JobMove move, domain::TenantId tenant, std::string reason,
                 domain::Completion<Done> done) override;
  Result<std::optional<domain::TenantId>> next_tenant(const domain::TenantId& after) override;
  Result<std::vector<domain::JobState>> all(const std::string& plugin) override;

 private:
  /// A step that needs the job to be at the move's beginning; `more` adds what else is written.
  void step(domain::JobMove move, std::function<void(Batch&)> more, domain::Completion<Done> done);
  Writer& writer_;
  Pool& pool_;
};

}  // namespace herald::storage
