#include "host/app/metered_ledger.hpp"

#include <utility>

namespace herald::app {
namespace {

/// The error classes of the SDK: an open list of them would be one of a plugin's making.
constexpr auto kErrorClasses = {
    "invalid_recipient", "blocked",       "content_rejected", "quota",   "auth", "config",
    "transient",         "provider_down", "unsupported",      "internal"};

std::string text_of(domain::IntentVerdict::Kind kind) {
  switch (kind) {
    case domain::IntentVerdict::Kind::Go:
      return "go";
    case domain::IntentVerdict::Kind::Suppressed:
      return "suppressed";
    case domain::IntentVerdict::Kind::DoNotContact:
      return "do_not_contact";
    case domain::IntentVerdict::Kind::NotAllowed:
      return "not_allowed";
    case domain::IntentVerdict::Kind::Expired:
      return "expired";
    case domain::IntentVerdict::Kind::ChannelDeleted:
      return "channel_deleted";
    case domain::IntentVerdict::Kind::Waits:
      return "waits";
    case domain::IntentVerdict::Kind::Refused:
      return "refused";
    case domain::IntentVerdict::Kind::Held:
      return "held";
    case domain::IntentVerdict::Kind::Gone:
      break;
  }
  return "gone";
}

}  // namespace

MeteredLedger::MeteredLedger(domain::Ledger& target, telemetry::Metrics& metrics)
    : target_{target},
      metrics_{metrics},
      accepted_{metrics.counter("herald_messages_accepted_total", "Messages committed for sending")},
      replayed_{metrics.counter("herald_messages_replayed_total",
                                "Requests answered from an earlier one with the same idempotency key")},
      go_{intended("go")},
      sent_{metrics.counter("herald_attempts_sent_total", "Attempts that the provider accepted")} {
  declare();
}

/// A series that is there from the start shows its first increase.
void MeteredLedger::declare() const {
  for (const char* reason : {"reference_taken", "idempotency_mismatch", "unknown_channel", "disk_full"})
    refused(reason).add(0);
  for (const char* verdict : {"gone", "suppressed", "do_not_contact", "not_allowed", "expired",
                              "channel_deleted", "waits", "refused", "held"})
    intended(verdict).add(0);
  for (const char* error_class : kErrorClasses) {
    for (const char* next : {"retry", "final"}) failed(error_class, next).add(0);
    unknown(error_class).add(0);
  }
}

telemetry::Counter MeteredLedger::refused(const std::string& reason) const {
  return metrics_.counter("herald_messages_refused_total", "Messages that could not be committed, by reason",
                          {{"reason", reason}});
}

telemetry::Counter MeteredLedger::intended(const std::string& verdict) const {
  return metrics_.counter("herald_attempts_intended_total",
                          "Intents to call a provider, by what the database said", {{"verdict", verdict}});
}

telemetry::Counter MeteredLedger::failed(const std::string& error_class, const std::string& next) const {
  return metrics_.counter("herald_attempts_failed_total",
                          "Attempts that were certainly not sent, by error class and what follows",
                          {{"class", error_class}, {"next", next}});
}

telemetry::Counter MeteredLedger::unknown(const std::string& error_class) const {
  return metrics_.counter("herald_attempts_unknown_total",
                          "Attempts whose outcome is not known, by error class", {{"class", error_class}});
}

void MeteredLedger::accept(domain::AcceptRequest request, domain::Completion<domain::Accepted> done) {
  target_.accept(std::move(request), [this, done = std::move(done)](Result<domain::Accepted> result) {
    if (!result) {
      refused(result.error().reason).add();
    } else {
      (result->replayed ? replayed_ : accepted_).add();
    }
    done(std::move(result));
  });
}

void MeteredLedger::intend(domain::Intent intent, domain::Completion<domain::IntentVerdict> done) {
  target_.intend(std::move(intent), [this, done = std::move(done)](Result<domain::IntentVerdict> result) {
    if (result && result->kind == domain::IntentVerdict::Kind::Go) {
      go_.add();
    } else if (result) {
      intended(text_of(result->kind)).add();
    }
    done(std::move(result));
  });
}

void MeteredLedger::settle(domain::Settlement settlement, domain::Completion<domain::MessageStatus> done) {
  // Only what is counted: the completion outlives the settlement.
  domain::Settlement counted{.outcome = settlement.outcome, .retry_at = settlement.retry_at};
  target_.settle(std::move(settlement), [this, counted = std::move(counted),
                                         done = std::move(done)](Result<domain::MessageStatus> result) {
    if (result) count(counted);
    done(std::move(result));
  });
}

void MeteredLedger::count(const domain::Settlement& settlement) const {
  switch (settlement.outcome.certainty) {
    case domain::Certainty::Accepted:
      return sent_.add();
    case domain::Certainty::NotSent:
      return failed(settlement.outcome.error_class, settlement.retry_at ? "retry" : "final").add();
    case domain::Certainty::Unknown:
      return unknown(settlement.outcome.error_class).add();
  }
}

void MeteredLedger::cancel(domain::Cancellation cancellation,
                           domain::Completion<domain::MessageStatus> done) {
  target_.cancel(std::move(cancellation), std::move(done));
}

void MeteredLedger::receive(domain::Webhook webhook, domain::Completion<domain::WebhookApplied> done) {
  target_.receive(std::move(webhook), std::move(done));  // counted by inbound::Keeper, with what it retried
}

}  // namespace herald::app
