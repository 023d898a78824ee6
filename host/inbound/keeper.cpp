#include "host/inbound/keeper.hpp"

#include <utility>

#include "host/base/redact.hpp"

namespace herald::inbound {
namespace {

constexpr std::size_t kLongestReason = 200;

telemetry::Counter elements(telemetry::Metrics& metrics, const char* result) {
  return metrics.counter("herald_webhook_elements_total", "Elements of callbacks by what became of them",
                         {{"result", result}});
}

/// What the database says about the rows, not about itself: a repeat would end alike.
bool blames_the_rows(const Error& error) {
  return error.code == Errc::Conflict || error.code == Errc::Internal;
}

domain::WebhookElement dead_letter(const domain::WebhookElement& element, std::string reason) {
  cut(reason, kLongestReason);
  return {.dedupe_key = element.dedupe_key,
          .event_json = element.event_json,
          .failed = std::move(reason),
          .id = element.id,
          .role = element.role};
}

}  // namespace

telemetry::Counter callbacks_counter(telemetry::Metrics& metrics, const char* result) {
  return metrics.counter("herald_webhooks_total", "Provider callbacks by result", {{"result", result}});
}

// Owned by the completions of its one running step.
struct Keeper::Task {
  domain::Webhook webhook;
  domain::Completion<domain::WebhookApplied> done;
  domain::WebhookApplied applied{};
  std::size_t next{0};
  bool condemned{false};  ///< the next element was tried and is to be given its reason
};

Keeper::Keeper(domain::Ledger& ledger, domain::Webhooks& webhooks, telemetry::Metrics& metrics)
    : ledger_{ledger},
      webhooks_{webhooks},
      applied_{elements(metrics, "applied")},
      parked_{elements(metrics, "parked")},
      skipped_{elements(metrics, "skipped")},
      dead_{elements(metrics, "failed")},
      duplicates_{
          metrics.counter("herald_webhook_duplicates_total", "Elements of callbacks that were known")} {}

void Keeper::keep(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) {
  const auto task = std::make_shared<Task>(Task{.webhook = std::move(webhook), .done = std::move(done)});
  ledger_.receive(task->webhook, [this, task](Result<domain::WebhookApplied> result) {
    if (!result && blames_the_rows(result.error())) return keep_apart(task);
    if (!result) return task->done(result.error());
    task->applied = *result;
    finish(*task);
  });
}

void Keeper::keep_apart(std::shared_ptr<Task> task) {
  domain::Webhook bare = task->webhook;
  for (domain::WebhookElement& element : bare.elements)
    element = dead_letter(element, "not applied yet: the callback could not be applied as a whole");
  ledger_.receive(std::move(bare), [this, task](Result<domain::WebhookApplied> result) {
    if (!result) return task->done(result.error());
    task->applied = {.duplicates = result->duplicates};
    apply_next(task);
  });
}

void Keeper::apply_next(std::shared_ptr<Task> task) {
  const domain::Webhook& webhook = task->webhook;
  if (task->next == webhook.elements.size()) return finish(*task);
  domain::WebhookReplay alone{.webhook = webhook.id,
                              .tenant = webhook.tenant,
                              .channel = webhook.channel,
                              .elements = {webhook.elements[task->next]}};
  webhooks_.replay(std::move(alone), [this, task](Result<domain::WebhookReplayed> result) {
    if (!result && blames_the_rows(result.error()) && !task->condemned) {
      task->condemned = true;
      domain::WebhookElement& guilty = task->webhook.elements[task->next];
      guilty = dead_letter(guilty, "could not be applied: " + result.error().reason);
      return apply_next(task);
    }
    if (!result) {  // the database is away: what is left stays a dead letter
      task->applied.failed += static_cast<int>(task->webhook.elements.size() - task->next);
      return finish(*task);
    }
    task->applied.applied += result->applied;
    task->applied.parked += result->waiting;
    task->applied.skipped += result->skipped;
    task->applied.failed += result->failed;
    task->condemned = false;
    ++task->next;
    apply_next(task);
  });
}

void Keeper::finish(const Task& task) const {
  applied_.add(task.applied.applied);
  parked_.add(task.applied.parked);
  skipped_.add(task.applied.skipped);
  dead_.add(task.applied.failed);
  duplicates_.add(task.applied.duplicates);
  task.done(task.applied);
}

}  // namespace herald::inbound
