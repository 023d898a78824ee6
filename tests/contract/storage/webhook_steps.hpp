#pragma once
#include <string>
#include <vector>

#include "host/domain/webhook_ports.hpp"
#include "host/storage/backlog.hpp"
#include "host/storage/webhooks.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {

/// Callbacks and what they tell, on each database.
class WebhookContract : public LedgerContract {
 protected:
  domain::WebhookElement text_from(const std::string& key, const std::string& number,
                                   const std::string& text = "hi");
  domain::WebhookElement consent(const std::string& key, domain::ConsentChange::Kind kind,
                                 const std::string& number, std::optional<Instant> at = {});
  domain::WebhookReplayed replay(const domain::Webhook& webhook,
                                 std::vector<domain::WebhookElement> elements);
  domain::WebhookView log_of(const domain::Webhook& webhook);
  /// How the element with that key ended: its status, and its reason after a blank.
  std::string ending(const std::string& key);
  domain::RawWebhook raw(const std::string& body);
  /// "success" or the error's reason.
  std::string keep(const domain::RawWebhook& webhook, std::int64_t quota = 1 << 20);
  void give_up(Instant before);
  std::string webhook_status(const std::string& id);

  storage::StoredWebhooks webhooks{store.writer, store.pool};
  storage::StoredBacklog backlog{store.writer, store.pool};
};

}  // namespace herald::test
