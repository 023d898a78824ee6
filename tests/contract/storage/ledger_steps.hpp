#pragma once
#include <string>
#include <vector>

#include "tests/contract/storage/fixture.hpp"

namespace herald::test {

/// A tenant with a channel on each database, and the ledger's steps as one-liners that must succeed.
class LedgerContract : public OnBothDatabases {
 protected:
  void SetUp() override;
  domain::Accepted accept(const domain::AcceptRequest& request);
  /// The error of an accept that must be refused.
  Error refused(const domain::AcceptRequest& request);
  domain::IntentVerdict ask(const domain::Message& message, const domain::AttemptId& attempt,
                            domain::BounceRule rule = domain::BounceRule::Early);
  /// An intent that must be allowed.
  domain::AttemptId intend(const domain::Message& message,
                           domain::BounceRule rule = domain::BounceRule::Early);
  domain::MessageStatus settle(const domain::Message& message, const domain::AttemptId& attempt,
                               domain::Outcome outcome, std::optional<Instant> retry_at = {});
  /// An attempt that is accepted by a provider, which knows the person by that number.
  void settle_known_as(const domain::Message& message, const domain::AttemptId& attempt,
                       const std::string& number);
  domain::WebhookApplied receive(std::vector<domain::WebhookElement> elements);
  domain::WebhookApplied receive(domain::Webhook webhook);
  domain::Webhook webhook(std::vector<domain::WebhookElement> elements);
  domain::WebhookElement receipt(const std::string& key, domain::AttemptState state,
                                 const std::string& provider_id, const std::string& ref = {});
  /// An accepted message whose first attempt the provider has taken under `provider_id`.
  domain::Message sent(const std::string& provider_id);
  domain::MessageView view(const domain::MessageId& id);
  domain::MessageStatus status(const domain::Message& message) { return view(message.id).message.status; }
  void suppress(const domain::AddressKey& address, bool lifted = false);
  /// Undone work of this test's tenant.
  std::vector<domain::Work> works(Instant until);
  std::string fresh_number() { return "+1500555" + std::to_string(1000 + ++numbers_); }

  Store store{url()};

 private:
  int numbers_{0};
};

}  // namespace herald::test
