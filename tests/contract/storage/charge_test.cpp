#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::Certainty;
using domain::Cost;
using domain::MessageStatus;

class Charges : public LedgerContract {
 protected:
  domain::WebhookElement told(const std::string& key, const std::string& provider_id, int segments,
                              std::optional<Cost> cost, AttemptState state = AttemptState::Sent) {
    domain::WebhookElement element = receipt(key, state, provider_id);
    element.receipt->segments = segments;
    element.receipt->cost = std::move(cost);
    return element;
  }
  domain::Message taken(const std::string& provider_id, int segments, std::optional<Cost> cost) {
    const domain::Message message = accept(store.request(fresh_number())).message;
    settle(
        message, intend(message),
        {.certainty = Certainty::Accepted, .provider_id = provider_id, .segments = segments, .cost = cost});
    return message;
  }
  /// The message with two attempts that were both sent; nobody knew of the first one.
  domain::Message twice(const std::string& first, const std::string& second) {
    const domain::Message message = accept(store.request(fresh_number())).message;
    settle(message, intend(message),
           {.certainty = Certainty::NotSent, .next = domain::Next::Retry, .provider_id = first},
           store.clock.now());
    settle(message, intend(message), {.certainty = Certainty::Accepted, .provider_id = second});
    return message;
  }
};

TEST_P(Charges, OfAnAnswerAreKeptAtAttemptAndMessage) {
  const auto seen = view(taken("a", 3, Cost{75'000, "USD"}).id);
  for (const auto& cost : {seen.message.cost, seen.attempts.at(0).cost})
    EXPECT_EQ(cost, (Cost{75'000, "USD"}));
  EXPECT_EQ(seen.message.segments, 3);
  EXPECT_EQ(seen.attempts.at(0).segments, 3);
  EXPECT_NE(seen.timeline.back().event.data_json.find(R"("segments":3,"cost_micros":75000,"currency":"USD")"),
            std::string::npos)
      << seen.timeline.back().event.data_json;
}

TEST_P(Charges, OfAReceiptTakeThePlaceOfWhatTheAnswerTold) {
  const domain::Message message = taken("b", 1, Cost{10'000, "EUR"});
  receive({told("k1", "b", 2, Cost{20'000, "EUR"}, AttemptState::Delivered)});
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Delivered);
  EXPECT_EQ(seen.message.segments, 2);
  EXPECT_EQ(seen.message.cost, (Cost{20'000, "EUR"}));
  EXPECT_EQ(seen.attempts.at(0).cost, (Cost{20'000, "EUR"}));
}

TEST_P(Charges, CountAlsoWhenTheStateOfTheReceiptIsNoNews) {
  const domain::Message message = taken("c", 1, {});
  receive({told("k1", "c", 0, {}, AttemptState::Delivered)});
  const std::int64_t version = view(message.id).message.version;
  receive({told("k2", "c", 0, Cost{33'300, "EUR"})});
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Delivered);
  EXPECT_EQ(seen.message.cost, (Cost{33'300, "EUR"}));
  EXPECT_EQ(seen.message.segments, 1) << "a receipt that tells none leaves them";
  EXPECT_EQ(seen.message.version, version + 1);
  EXPECT_EQ(seen.timeline.back().event.type, "message.charged");
  EXPECT_EQ(seen.timeline.back().event.subject_version, version + 1);
}

TEST_P(Charges, ThatAreToldAgainChangeNothing) {
  const domain::Message message = taken("d", 2, Cost{1, "EUR"});
  const auto before = view(message.id);
  receive({told("k1", "d", 2, Cost{1, "EUR"})});
  const auto after = view(message.id);
  EXPECT_EQ(after.message.version, before.message.version);
  EXPECT_EQ(after.timeline.size(), before.timeline.size());
}

TEST_P(Charges, OfAReceiptThatOutranTheAnswerAreTakenWhenItsIdArrives) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  EXPECT_EQ(receive({told("k1", "early", 2, Cost{40'000, "USD"}), told("k2", "early", 0, {})}).parked, 2);
  settle(message, attempt, {.certainty = Certainty::Accepted, .provider_id = "early", .segments = 1});
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.cost, (Cost{40'000, "USD"}));
  EXPECT_EQ(seen.message.segments, 2);
}

TEST_P(Charges, AnAnswerWithoutAnyLeavesThoseOfAReceiptThatOutranIt) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::AttemptId attempt = intend(message);
  domain::WebhookElement early = told("k1", "e", 2, Cost{5, "EUR"});
  early.receipt->attempt_ref = attempt.text;
  EXPECT_EQ(receive({early}).applied, 1);
  settle(message, attempt, {.certainty = Certainty::Accepted, .provider_id = "e"});
  const auto seen = view(message.id);
  EXPECT_EQ(seen.attempts.at(0).segments, 2);
  EXPECT_EQ(seen.attempts.at(0).cost, (Cost{5, "EUR"}));
}

TEST_P(Charges, OfSeveralAttemptsAddUp) {
  const domain::Message message = twice("f1", "f2");
  receive({told("k1", "f2", 2, Cost{20'000, "EUR"}), told("k2", "f1", 3, Cost{30'000, "EUR"})});
  EXPECT_EQ(view(message.id).message.cost, (Cost{50'000, "EUR"}));
  EXPECT_EQ(view(message.id).message.segments, 2) << "those of the attempt that counts";
  receive({told("k3", "f1", 0, Cost{35'000, "EUR"})});
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.cost, (Cost{55'000, "EUR"})) << "in place of its own, not beside it";
  EXPECT_EQ(seen.attempts.at(0).cost, (Cost{35'000, "EUR"}));
  EXPECT_EQ(seen.attempts.at(0).segments, 3);
}

TEST_P(Charges, OfAnotherCurrencyStandAlone) {
  const domain::Message message = twice("g1", "g2");
  receive({told("k1", "g2", 0, Cost{20'000, "EUR"}), told("k2", "g1", 0, Cost{30'000, "USD"})});
  EXPECT_EQ(view(message.id).message.cost, (Cost{30'000, "USD"}));
  EXPECT_EQ(view(message.id).attempts.at(1).cost, (Cost{20'000, "EUR"}));
}

INSTANTIATE_TEST_SUITE_P(Storage, Charges, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
