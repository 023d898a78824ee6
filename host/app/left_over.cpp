#include "host/app/left_over.hpp"

namespace herald::app {
namespace {

constexpr int kMostShown = 50;

void write_aside(json::Writer& out, const domain::EventAside& event) {
  out.begin_object()
      .text("tenant_id", event.tenant.text)
      .number("shard", event.shard)
      .number("seq", event.seq)
      .text("type", event.type)
      .text("subject", event.subject)
      .number("tries", event.tries)
      .text("reason", event.reason)
      .text("at", to_rfc3339(event.at))
      .end_object();
}

void write_failed(json::Writer& out, const domain::SendCommand& command) {
  out.begin_object()
      .text("tenant_id", command.tenant.text)
      .text("key", command.key)
      .text("cause", command.cause)
      .number("depth", command.depth)
      .text("reason", command.reason)
      .text("detail", command.detail)
      .text("at", to_rfc3339(command.at))
      .end_object();
}

void write_job(json::Writer& out, const domain::JobState& job) {
  const bool under_way = !job.place.tenant_done.empty() || job.place.part > 0;
  out.begin_object()
      .text("name", job.job)
      .text("round", to_rfc3339(job.place.round))
      .boolean("under_way", under_way)
      .number("passed_over", job.faults);
  if (job.fault_at)
    out.text("last_tenant", job.fault_tenant.text)
        .text("last_reason", job.fault_reason)
        .text("last_at", to_rfc3339(*job.fault_at));
  out.end_object();
}

}  // namespace

Result<Done> write_left_over(json::Writer& out, const LeftOver& from, const std::string& plugin) {
  const auto aside = from.consumers.aside(plugin, kMostShown);
  if (!aside) return aside.error();
  const auto failed = from.commands.failed(plugin, kMostShown);
  if (!failed) return failed.error();
  const auto jobs = from.jobs.all(plugin);
  if (!jobs) return jobs.error();
  out.begin_array("events_aside");
  for (const domain::EventAside& event : *aside) write_aside(out, event);
  out.end_array().begin_array("commands_failed");
  for (const domain::SendCommand& command : *failed) write_failed(out, command);
  out.end_array().begin_array("jobs");
  for (const domain::JobState& job : *jobs) write_job(out, job);
  out.end_array();
  return Done{};
}

}  // namespace herald::app
