// A message that goes on with another channel, on both databases.
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::MessageStatus;

class RerouteContract : public LedgerContract {
 protected:
  domain::ChannelId second() {
    const domain::ChannelId id{store.uuid()};
    store.aside().execute(
        "insert into communication_channel (id, tenant_id, channel_type, channel_name, api_provider, "
        "created_at, "
        "updated_at) values (?,?,'SMS',?,'sandbox',?,?)",
        storage::Row{id, store.tenant, "second " + id.text, store.clock.now(), store.clock.now()});
    return id;
  }
  MessageStatus not_sent(const domain::Message& message, const domain::ChannelId& next) {
    const auto attempt = intend(message);
    return store
        .commit<MessageStatus>([&](auto done) {
          store.ledger.settle({.attempt = attempt,
                               .message = message.id,
                               .tenant = store.tenant,
                               .channel = message.channel,
                               .outcome = {.certainty = domain::Certainty::NotSent, .error_class = "auth"},
                               .retry_at = store.clock.now(),
                               .next_channel = next},
                              std::move(done));
        })
        .value();
  }
};

TEST_P(RerouteContract, MessageAndWorkNameTheNewChannelAndTheAttemptTheOld) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  const domain::ChannelId next = second();
  EXPECT_EQ(not_sent(message, next), MessageStatus::Queued);
  const domain::MessageView now = view(message.id);
  EXPECT_EQ(now.message.channel, next);
  ASSERT_EQ(now.attempts.size(), 1U);
  EXPECT_EQ(now.attempts[0].channel, message.channel);
  EXPECT_EQ(now.timeline.back().event.type, "message.rerouted");
  EXPECT_NE(now.timeline.back().event.data_json.find("\"to\":\"" + next.text), std::string::npos);
  EXPECT_EQ(store.look("select channel_id from work_item where message_id = ?", storage::Row{message.id}),
            next.text);
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(RerouteContract, AChannelThatIsGoneByThenLeavesItWhereItWas) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  EXPECT_EQ(not_sent(message, domain::ChannelId{store.uuid()}), MessageStatus::Queued);
  const domain::MessageView now = view(message.id);
  EXPECT_EQ(now.message.channel, message.channel);
  EXPECT_EQ(now.timeline.back().event.type, "message.retry_scheduled");
}

INSTANTIATE_TEST_SUITE_P(Storage, RerouteContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
