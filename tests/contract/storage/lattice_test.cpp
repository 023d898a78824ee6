#include <algorithm>

#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::AttemptState;
using domain::BounceRule;
using domain::Certainty;
using domain::MessageStatus;

constexpr std::string_view kEndOfMessage =
    "select concat(status, '|', reason, '|', error_class, '|', error_code, '|', error_text, '|', "
    "provider_message_id, '|', "
    "case when failed_at is null then 'whole' else 'failed' end) from communication_message where id = ?";
constexpr std::string_view kEndOfAttempt =
    "select concat(state, '|', detail, '|', error_class, '|', error_code, '|', error_text, '|', "
    "provider_message_id) "
    "from delivery_attempt where message_id = ?";

/// Every order of a set of receipts, each for a message of its own, all applied side by side.
class Lattice : public LedgerContract {
 protected:
  using States = std::vector<AttemptState>;

  domain::WebhookElement told(const std::string& provider_id, AttemptState state, int copy) {
    const std::string word{to_text(state)};
    domain::WebhookElement element = receipt(provider_id + word + std::to_string(copy), state, provider_id);
    element.receipt->detail = "detail of " + word;
    if (state == AttemptState::Failed || state == AttemptState::Bounced || state == AttemptState::Expired) {
      element.receipt->error_class = "blocked";
      element.receipt->error_code = word;
      element.receipt->error_text = "the provider said " + word;
    }
    return element;
  }
  static std::vector<States> orders(States states) {
    std::ranges::sort(states);
    std::vector<States> all;
    do all.push_back(states);
    while (std::ranges::next_permutation(states).found);
    return all;
  }
  /// Accepts and sends one message for each order, a few batches in all.
  void send_all(std::size_t count, BounceRule rule) {
    messages.clear();
    std::vector<Answer<domain::Accepted>> accepted(count);
    for (auto& answer : accepted) store.ledger.accept(store.request(fresh_number()), answer.completion());
    store.writer.step();
    std::vector<Answer<domain::IntentVerdict>> verdicts(count);
    std::vector<domain::AttemptId> attempts;
    for (std::size_t i = 0; i < count; ++i) {
      messages.push_back((**accepted[i].result).message);
      attempts.emplace_back(store.uuid());
      store.ledger.intend({.id = attempts[i],
                           .message = messages[i].id,
                           .tenant = store.tenant,
                           .channel = store.channel,
                           .bounce_rule = rule,
                           .address = {"phone", messages[i].content.to_address}},
                          verdicts[i].completion());
    }
    store.writer.step();
    std::vector<Answer<MessageStatus>> settled(count);
    for (std::size_t i = 0; i < count; ++i)
      store.ledger.settle({.attempt = attempts[i],
                           .message = messages[i].id,
                           .tenant = store.tenant,
                           .channel = store.channel,
                           .outcome = {.certainty = Certainty::Accepted, .provider_id = id(i)}},
                          settled[i].completion());
    store.writer.step();
    for (const auto& answer : settled) ASSERT_TRUE(answer.ok()) << answer.reason();
  }
  std::string id(std::size_t i) const { return "p" + messages[i].id.text; }
  void submit(std::vector<domain::WebhookElement> elements) {
    store.ledger.receive(webhook(std::move(elements)),
                         [](const auto& result) { EXPECT_TRUE(result) << result.error().reason; });
  }
  /// All messages end alike; answers how.
  std::string common_end(const std::vector<States>& orders) {
    std::string end;
    for (std::size_t i = 0; i < messages.size(); ++i) {
      std::string mine = concat(kEndOfMessage, i) + " / " + concat(kEndOfAttempt, i);
      for (auto at = mine.find(id(i)); at != std::string::npos; at = mine.find(id(i)))
        mine.replace(at, id(i).size(), "ITS-ID");
      if (end.empty()) end = mine;
      std::string order;
      for (const AttemptState state : orders[i]) order += std::string{to_text(state)} + " ";
      EXPECT_EQ(mine, end) << "after " << order;
    }
    return end;
  }
  std::vector<domain::Message> messages;

 private:
  /// SQLite 3.40 has no concat().
  std::string concat(std::string_view sql, std::size_t i) {
    std::string text{sql};
    if (GetParam() == storage::Dialect::Sqlite) {
      for (auto at = text.find(", '|', "); at != std::string::npos; at = text.find(", '|', "))
        text.replace(at, 7, " || '|' || ");
      text.replace(text.find("concat("), 6, "");
    }
    return store.look(text, storage::Row{messages[i].id});
  }
};

TEST_P(Lattice, EveryOrderOfReceiptsEndsInTheSameRow) {
  const auto all =
      orders({AttemptState::Sent, AttemptState::Failed, AttemptState::Delivered, AttemptState::Read});
  ASSERT_EQ(all.size(), 24U);
  send_all(all.size(), BounceRule::Early);
  for (std::size_t turn = 0; turn < 4; ++turn) {
    for (std::size_t i = 0; i < all.size(); ++i) submit({told(id(i), all[i][turn], 0)});
    store.writer.step();
  }
  const std::string end = common_end(all);
  EXPECT_EQ(end.substr(0, 5), "READ|");
  EXPECT_NE(end.find("|whole / READ|detail of READ|"), std::string::npos) << end;
}

TEST_P(Lattice, ReceiptsOfOneWebhookCountAsThoughTheyHadComeOneByOne) {
  const auto all =
      orders({AttemptState::Sent, AttemptState::Expired, AttemptState::Failed, AttemptState::Delivered});
  send_all(all.size(), BounceRule::Early);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t cut = i % 5;  // how many go into the first of two webhooks of one batch
    std::vector<domain::WebhookElement> first;
    std::vector<domain::WebhookElement> second;
    for (std::size_t k = 0; k < 4; ++k) (k < cut ? first : second).push_back(told(id(i), all[i][k], 0));
    if (!first.empty()) submit(std::move(first));
    if (!second.empty()) submit(std::move(second));
  }
  store.writer.step();
  EXPECT_EQ(common_end(all).substr(0, 10), "DELIVERED|");
}

TEST_P(Lattice, RepeatedReceiptsChangeNothing) {
  const auto all = orders({AttemptState::Sent, AttemptState::Delivered, AttemptState::Read});
  send_all(all.size(), BounceRule::Early);
  for (int copy = 0; copy < 2; ++copy)
    for (std::size_t turn = 0; turn < 3; ++turn) {
      for (std::size_t i = 0; i < all.size(); ++i)
        submit({told(id(i), all[i][turn], copy), told(id(i), all[i][turn], copy)});
      store.writer.step();
    }
  EXPECT_EQ(common_end(all).substr(0, 5), "READ|");
  for (const domain::Message& message : messages) {
    const auto read = std::ranges::count(view(message.id).timeline, "message.read",
                                         [](const auto& entry) { return entry.event.type; });
    EXPECT_EQ(read, 1) << "a fact is journaled once";
  }
}

TEST_P(Lattice, ALateBounceWinsOverDeliveredButNotOverRead) {
  const auto bounced = orders({AttemptState::Sent, AttemptState::Delivered, AttemptState::Bounced});
  send_all(bounced.size(), BounceRule::Late);
  for (std::size_t turn = 0; turn < 3; ++turn) {
    for (std::size_t i = 0; i < bounced.size(); ++i) submit({told(id(i), bounced[i][turn], 0)});
    store.writer.step();
  }
  EXPECT_EQ(common_end(bounced).substr(0, 8), "BOUNCED|");
  for (std::size_t i = 0; i < bounced.size(); ++i) submit({told(id(i), AttemptState::Read, 0)});
  store.writer.step();
  EXPECT_EQ(common_end(bounced).substr(0, 5), "READ|");
}

TEST_P(Lattice, WithoutLateBounceDeliveredWinsOverABounce) {
  const auto all = orders({AttemptState::Sent, AttemptState::Delivered, AttemptState::Bounced});
  send_all(all.size(), BounceRule::Early);
  for (std::size_t turn = 0; turn < 3; ++turn) {
    for (std::size_t i = 0; i < all.size(); ++i) submit({told(id(i), all[i][turn], 0)});
    store.writer.step();
  }
  EXPECT_EQ(common_end(all).substr(0, 10), "DELIVERED|");
}

TEST_P(Lattice, ReceiptsBeforeDuringAndAfterTheSettlementEndAlike) {
  // Where in the order sent → delivered the settlement falls, and whether in the same batch, makes no
  // difference.
  for (int place = 0; place < 3; ++place) {
    for (const bool together : {false, true}) {
      const domain::Message message = accept(store.request(fresh_number())).message;
      const domain::AttemptId attempt = intend(message);
      const std::string provider_id = "q" + message.id.text;
      const auto turn = [&] {
        if (!together) store.writer.step();
      };
      for (int k = 0; k < 3; ++k) {
        if (k == place) {
          store.ledger.settle({.attempt = attempt,
                               .message = message.id,
                               .tenant = store.tenant,
                               .channel = store.channel,
                               .outcome = {.certainty = Certainty::Accepted, .provider_id = provider_id}},
                              [](const auto& status) { EXPECT_TRUE(status) << status.error().reason; });
        } else {
          const bool first = k < place ? k == 0 : k == 1;
          submit({told(provider_id, first ? AttemptState::Sent : AttemptState::Delivered, 0)});
        }
        turn();
      }
      store.writer.step();
      EXPECT_EQ(status(message), MessageStatus::Delivered)
          << "settled at " << place << (together ? " in one batch" : "");
      EXPECT_EQ(
          store.count("select count(*) from parked_receipt where provider_message_id = ?", {provider_id}), 0);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Storage, Lattice, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
