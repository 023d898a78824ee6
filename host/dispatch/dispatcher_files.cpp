#include "host/dispatch/dispatcher.hpp"

// What the dispatcher does about attachments, before the intent and for the plugin.

namespace herald::dispatch {

/// A provider that needs bytes gets them even where the caller named an URL.
void Dispatcher::gather(Delivery delivery, domain::PolicyVerdict policy) {
  const domain::Message& message = delivery.work.message;
  const bool goes = policy.kind == domain::PolicyVerdict::Kind::Allow;
  const auto account =
      ports_.media.gatherer != nullptr && goes && has_urls(message) ? open_account(message.channel) : nullptr;
  if (!account || !account->traits.needs_bytes) return intend(std::move(delivery), std::move(policy));
  ++consulting_;
  const auto kept = std::make_shared<Delivery>(std::move(delivery));  // with the question
  ports_.media.gatherer->gather(
      kept->work.message.tenant, kept->work.message.id,
      [this, kept, policy = std::move(policy)](Result<std::vector<domain::Medium>> media) {
        inbox_.put([this, kept, policy, media = std::move(media)]() mutable {
          --consulting_;
          if (draining_) return queue_.release(kept->work.message, ports_.clock.tick());
          if (media)
            kept->gathered = *std::move(media);
          else
            kept->not_gathered = media.error();
          intend(std::move(*kept), std::move(policy));
        });
      });
}

/// What the plugin sees of the message.
void Dispatcher::describe(Delivery& delivery) {
  const domain::Message& message = delivery.work.message;
  const domain::Message shown = delivery.gathered ? with_media(message, *delivery.gathered) : message;
  delivery.input =
      send_input(shown, delivery.attempt, callback_url(config_.public_url, delivery.account->channel),
                 ports_.media, ports_.clock.now());
  delivery.files = attached_files(shown, ports_.media);
}

}  // namespace herald::dispatch
