#include "host/dispatch/dispatcher.hpp"

// What the dispatcher asks of send policies, just before the intent (design D13).

namespace herald::dispatch {

void Dispatcher::consult(Delivery delivery) {
  if (ports_.policy == nullptr || ports_.policy->idle()) return gather(std::move(delivery), {});
  ++consulting_;
  open_account(delivery.work.message.channel);  // its limits hold for what is taken meanwhile
  const auto kept = std::make_shared<Delivery>(std::move(delivery));  // with the question
  ports_.policy->judge(kept->work.message, domain::SendPolicy::Moment::Send, ports_.clock.now(),
                       [this, kept](domain::PolicyVerdict verdict) {
                         inbox_.put([this, kept, verdict = std::move(verdict)]() mutable {
                           --consulting_;
                           consulted(std::move(*kept), std::move(verdict));
                         });
                       });
}

/// While draining nothing new is begun: the work item is still there.
void Dispatcher::consulted(Delivery delivery, domain::PolicyVerdict verdict) {
  if (draining_) return queue_.release(delivery.work.message, ports_.clock.tick());
  gather(std::move(delivery), std::move(verdict));
}

/// It comes due again as it is stored.
void Dispatcher::put_aside(const std::string& id, Instant due_at) {
  Delivery delivery = std::move(*find(id));
  deliveries_.erase(id);
  queue_.release(delivery.work.message, ports_.clock.tick());
  domain::Work work = std::move(delivery.work);
  if (work.message.status != domain::MessageStatus::Unknown)
    work.message.status = domain::MessageStatus::Held;
  work.due_at = due_at;
  enqueue(std::move(work));
}

}  // namespace herald::dispatch
