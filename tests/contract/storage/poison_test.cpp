// An element that the database itself refuses must not take its neighbours with it.
#include "host/inbound/keeper.hpp"
#include "tests/contract/storage/webhook_steps.hpp"

namespace herald::test {
namespace {

class Poison : public WebhookContract {
 protected:
  /// As from a reader that does not cut what a column cannot hold.
  domain::WebhookElement poison(const std::string& key, const std::string& provider_id) {
    domain::WebhookElement element = receipt(key, domain::AttemptState::Failed, provider_id);
    element.receipt->error_text = std::string(1001, 'x');
    element.id = store.uuid();
    return element;
  }
  domain::WebhookApplied keep_all(const domain::Webhook& callback) {
    const auto applied =
        store.commit<domain::WebhookApplied>([&](auto done) { keeper_.keep(callback, done); });
    EXPECT_TRUE(applied) << applied.error().reason;
    return applied ? *applied : domain::WebhookApplied{};
  }

 private:
  telemetry::Metrics metrics_;
  inbound::Keeper keeper_{store.ledger, webhooks, metrics_};
};

TEST_P(Poison, TheGuiltyElementIsADeadLetterAndItsNeighboursAreApplied) {
  const domain::Message message = sent("p");
  const auto first = text_from("k1", fresh_number()), last = text_from("k3", fresh_number());
  const domain::Webhook callback = webhook({first, poison("k2", "p"), last});
  const auto applied = keep_all(callback);
  EXPECT_EQ(applied.applied, 2);
  EXPECT_EQ(applied.failed, 1);
  EXPECT_EQ(ending("k1"), "PROCESSED");
  EXPECT_TRUE(ending("k2").starts_with("FAILED could not be applied: ")) << ending("k2");
  EXPECT_EQ(ending("k3"), "PROCESSED");
  EXPECT_EQ(status(message), domain::MessageStatus::Sent) << "nothing of the bad one was written";
  EXPECT_EQ(log_of(callback).webhook.status, "FAILED");
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(Poison, OperationsThatShareItsBatchAreCommittedToo) {
  sent("p");
  Answer<domain::WebhookApplied> bad;
  Answer<domain::Accepted> accepted;
  store.ledger.receive(webhook({poison("k1", "p")}), bad.completion());
  store.ledger.accept(store.request(fresh_number()), accepted.completion());
  store.writer.step();
  EXPECT_FALSE(bad.ok());
  EXPECT_TRUE(accepted.ok()) << accepted.reason();
}

INSTANTIATE_TEST_SUITE_P(Storage, Poison, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
