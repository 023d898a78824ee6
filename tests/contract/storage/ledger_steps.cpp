#include "tests/contract/storage/ledger_steps.hpp"

#include "host/storage/connection.hpp"

namespace herald::test {

void LedgerContract::SetUp() {
  store.seed();
  if (HasFatalFailure()) GTEST_FAIL();
}

domain::Accepted LedgerContract::accept(const domain::AcceptRequest& request) {
  auto accepted = store.commit<domain::Accepted>([&](auto done) { store.ledger.accept(request, done); });
  EXPECT_TRUE(accepted) << accepted.error().reason;
  return accepted ? *accepted : domain::Accepted{};
}

Error LedgerContract::refused(const domain::AcceptRequest& request) {
  auto accepted = store.commit<domain::Accepted>([&](auto done) { store.ledger.accept(request, done); });
  EXPECT_FALSE(accepted);
  return accepted ? Error{} : accepted.error();
}

domain::IntentVerdict LedgerContract::ask(const domain::Message& message, const domain::AttemptId& attempt,
                                          domain::BounceRule rule) {
  auto verdict = store.commit<domain::IntentVerdict>([&](auto done) {
    store.ledger.intend({.id = attempt,
                         .message = message.id,
                         .tenant = message.tenant,
                         .channel = message.channel,
                         .bounce_rule = rule,
                         .address = {"phone", message.content.to_address},
                         .channel_type = message.content.channel_type,
                         .contact = message.contact,
                         .contact_ref = message.content.contact_ref},
                        done);
  });
  EXPECT_TRUE(verdict) << verdict.error().reason;
  return verdict ? *verdict : domain::IntentVerdict{.kind = domain::IntentVerdict::Kind::Gone};
}

domain::AttemptId LedgerContract::intend(const domain::Message& message, domain::BounceRule rule) {
  domain::AttemptId id{store.uuid()};
  EXPECT_EQ(ask(message, id, rule).kind, domain::IntentVerdict::Kind::Go);
  return id;
}

domain::MessageStatus LedgerContract::settle(const domain::Message& message, const domain::AttemptId& attempt,
                                             domain::Outcome outcome, std::optional<Instant> retry_at) {
  auto status = store.commit<domain::MessageStatus>([&](auto done) {
    store.ledger.settle({.attempt = attempt,
                         .message = message.id,
                         .tenant = message.tenant,
                         .channel = message.channel,
                         .outcome = std::move(outcome),
                         .retry_at = retry_at},
                        done);
  });
  EXPECT_TRUE(status) << status.error().reason;
  return status ? *status : domain::MessageStatus::Rejected;
}

void LedgerContract::settle_known_as(const domain::Message& message, const domain::AttemptId& attempt,
                                     const std::string& number) {
  domain::Settlement settlement{.attempt = attempt,
                                .message = message.id,
                                .tenant = message.tenant,
                                .channel = message.channel,
                                .outcome = {.certainty = domain::Certainty::Accepted}};
  settlement.other_address = {{"phone", message.content.to_address}, {"phone", number}, store.uuid()};
  EXPECT_TRUE(store.commit<domain::MessageStatus>([&](auto done) { store.ledger.settle(settlement, done); }));
}

domain::Webhook LedgerContract::webhook(std::vector<domain::WebhookElement> elements) {
  return {.id = store.uuid(),
          .tenant = store.tenant,
          .channel = store.channel,
          .provider = "sandbox",
          .headers_json = "[]",
          .body = "raw",
          .elements = std::move(elements)};
}

domain::WebhookApplied LedgerContract::receive(domain::Webhook callback) {
  auto applied = store.commit<domain::WebhookApplied>(
      [&](auto done) { store.ledger.receive(std::move(callback), done); });
  EXPECT_TRUE(applied) << applied.error().reason;
  return applied ? *applied : domain::WebhookApplied{};
}

domain::WebhookApplied LedgerContract::receive(std::vector<domain::WebhookElement> elements) {
  return receive(webhook(std::move(elements)));
}

domain::WebhookElement LedgerContract::receipt(const std::string& key, domain::AttemptState state,
                                               const std::string& provider_id, const std::string& ref) {
  return {.dedupe_key = key,
          .receipt =
              domain::Receipt{
                  .channel = store.channel, .provider_id = provider_id, .attempt_ref = ref, .state = state},
          .event_json = "{}"};
}

domain::Message LedgerContract::sent(const std::string& provider_id) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  EXPECT_EQ(settle(message, intend(message),
                   {.certainty = domain::Certainty::Accepted, .provider_id = provider_id}),
            domain::MessageStatus::Sent);
  return message;
}

domain::MessageView LedgerContract::view(const domain::MessageId& id) {
  auto found = store.messages.find(store.tenant, id);
  EXPECT_TRUE(found) << found.error().detail;
  return found ? *found : domain::MessageView{};
}

void LedgerContract::suppress(const domain::AddressKey& address, bool lifted) {
  const storage::Cell now{store.clock.now()};
  store.aside().execute(
      "insert into suppression (id, tenant_id, kind, normalised, created_at, lifted_at) values (?,?,?,?,?,?)",
      storage::Row{store.uuid(), store.tenant, address.kind, address.normalised, now,
                   lifted ? now : storage::Cell{}});
}

std::vector<domain::Work> LedgerContract::works(Instant until) {
  auto all = store.messages.load(store.channel, until, {}, 10'000);
  EXPECT_TRUE(all) << all.error().detail;
  if (!all) return {};
  std::erase_if(*all, [&](const domain::Work& work) { return work.message.tenant != store.tenant; });
  return std::move(*all);
}

}  // namespace herald::test
