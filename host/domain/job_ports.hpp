#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/ledger.hpp"

namespace herald::domain {

/// Where a job of a plugin stands: a round goes over the tenants in the order of their ids. [value]
struct JobPlace {
  Instant round{};         ///< when the round under way, or the next one, is due
  TenantId tenant_done{};  ///< the last tenant that is done in it; empty at its beginning
  int part{0};             ///< calls that are done for the tenant after it
  bool operator==(const JobPlace&) const = default;
};

/// A job's step forward, part of the transaction that the call in between led to. [value]
struct JobMove {
  std::string plugin{};
  std::string job{};
  JobPlace from{};
  JobPlace to{};
};

/// What is known of a job. [value]
struct JobState {
  std::string job{};
  JobPlace place{};
  int tries{0};             ///< calls that were begun here, as far as it is known
  std::int64_t faults{0};   ///< tenants that were passed over, ever
  TenantId fault_tenant{};  ///< the newest of them …
  std::string fault_reason{};
  std::optional<Instant> fault_at{};
};

/// The places of plugins' jobs. [any thread] Errors: Unavailable; Conflict/"job_moved" when the job is not
/// at `from`.
class JobBook {
 public:
  virtual ~JobBook() = default;
  /// Where a job stands. One that is new begins at `first`; a round that has not begun and would be due
  /// later is due then, so that a shorter interval counts at once.
  virtual void open(std::string plugin, std::string job, Instant first, Completion<JobState> done) = 0;
  virtual void advance(JobMove move, Completion<Done> done) = 0;
  /// A call is about to begin that the process may not survive: remembered before it is made.
  virtual void note_try(JobMove move, int tries, Completion<Done> done) = 0;
  /// Leaves a tenant out of this round for `reason`, a machine word.
  virtual void pass_over(JobMove move, TenantId tenant, std::string reason, Completion<Done> done) = 0;
  /// The active tenant that follows in the order of ids; nothing after the last one.
  virtual Result<std::optional<TenantId>> next_tenant(const TenantId& after) = 0;
  /// The jobs of a plugin that were ever opened, by name.
  virtual Result<std::vector<JobState>> all(const std::string& plugin) = 0;
};

}  // namespace herald::domain
