// Changes of channels: the writer decides on revision and name.
#include "host/storage/connection.hpp"
#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::Channel;
using domain::MessageStatus;
using Kind = domain::IntentVerdict::Kind;

class ChannelChanges : public LedgerContract {
 protected:
  Channel read() { return store.channels.find(store.channel).value().value(); }
  Result<Channel> update(Channel channel) {
    return store.commit<Channel>([&](auto done) {
      store.channels.update(
          {.channel = std::move(channel), .fields = {"priority"}, .origin = {"test", "req"}}, done);
    });
  }
  Result<Done> remove(std::optional<std::int64_t> revision = {}) {
    return store.commit<Done>([&](auto done) {
      store.channels.remove(
          {.channel = store.channel, .tenant = store.tenant, .revision = revision, .origin = {"test", "req"}},
          done);
    });
  }
  /// A second channel of the tenant; its name may be refused.
  std::string create(const std::string& name) {
    const auto made = store.commit<domain::ChannelCreated>([&](auto done) {
      store.channels.create({.id = domain::ChannelId{store.uuid()},
                             .tenant = store.tenant,
                             .channel_type = "SMS",
                             .channel_name = name,
                             .api_provider = "sandbox"},
                            std::nullopt, {.actor = "test"}, done);
    });
    return made ? "created" : made.error().reason;
  }
  std::string event(const std::string& type, const std::string& column) {
    return store.look("select " + column + " from journal where subject_id = ? and type = ?",
                      {store.channel, type});
  }
};

TEST_P(ChannelChanges, AnUpdateStoresEveryFieldAndTheNextRevision) {
  Channel channel = read();
  channel.channel_name = "renamed";
  channel.api_url = "https://api.example.org";
  channel.webhook_url = "https://hook.example.org";
  channel.account_id = "AC1";
  channel.sender_id = "+15005550006";
  channel.config_json = R"({"burst":2})";
  channel.sealed_secrets = "sealed";
  channel.has_api_key = channel.has_api_secret = channel.has_auth_token = channel.has_webhook_secret = true;
  channel.secret_config_keys = R"(["k"])";
  channel.priority = 3;
  channel.retry_count = 1;
  channel.timeout_seconds = 9;
  channel.active = false;
  const auto stored = update(channel);
  ASSERT_TRUE(stored) << stored.error().detail;
  EXPECT_EQ(stored->revision, 2);
  const Channel back = read();
  EXPECT_EQ(back.revision, 2);
  EXPECT_EQ(back.updated_at, stored->updated_at);
  EXPECT_EQ(
      std::tie(back.channel_name, back.api_url, back.webhook_url, back.account_id, back.sender_id,
               back.config_json, back.sealed_secrets, back.secret_config_keys),
      std::tie(channel.channel_name, channel.api_url, channel.webhook_url, channel.account_id,
               channel.sender_id, channel.config_json, channel.sealed_secrets, channel.secret_config_keys));
  EXPECT_TRUE(back.has_api_key && back.has_api_secret && back.has_auth_token && back.has_webhook_secret);
  EXPECT_EQ(std::tie(back.priority, back.retry_count, back.timeout_seconds, back.active),
            std::tie(channel.priority, channel.retry_count, channel.timeout_seconds, channel.active));
  EXPECT_TRUE(store.channels.usable(store.tenant, "SMS").value().empty()) << "it is not active any more";
  EXPECT_EQ(event("channel.updated", "data"), R"({"fields":["priority"]})");
  EXPECT_EQ(event("channel.updated", "subject_version"), "2");
}

TEST_P(ChannelChanges, WhenItsWebhookWasRegisteredIsKeptUntilItIsNot) {
  Channel channel = read();
  EXPECT_FALSE(channel.webhook_registered_at);
  const Instant at = store.clock.now();
  for (const auto& when : {std::optional{at}, std::optional<Instant>{}}) {
    channel.webhook_registered_at = when;
    const auto stored = store.commit<Channel>([&](auto done) {
      store.channels.update({.channel = channel,
                             .fields = {"webhook_registered_at"},
                             .origin = {"test", "req"},
                             .event = when ? "channel.webhook_registered" : "channel.webhook_removed"},
                            done);
    });
    ASSERT_TRUE(stored) << stored.error().detail;
    EXPECT_EQ(read().webhook_registered_at, when);
    channel = read();
  }
  EXPECT_EQ(event("channel.webhook_registered", "data"), R"({"fields":["webhook_registered_at"]})");
  EXPECT_EQ(event("channel.webhook_removed", "actor"), "test");
}

TEST_P(ChannelChanges, OfTwoUpdatesOfOneRevisionInOneBatchTheSecondIsStale) {
  Channel channel = read();
  Answer<Channel> first;
  Answer<Channel> second;
  channel.priority = 1;
  store.channels.update({.channel = channel}, first.completion());
  channel.priority = 2;
  store.channels.update({.channel = channel}, second.completion());
  store.writer.step();
  EXPECT_TRUE(first.ok());
  EXPECT_EQ(second.reason(), "revision_changed");
  EXPECT_EQ(second.result->error().code, Errc::Stale);
  EXPECT_EQ(read().priority, 1);
}

TEST_P(ChannelChanges, ANameThatAnotherChannelHasIsRefusedAndItsOwnIsNot) {
  ASSERT_EQ(create("second"), "created");
  Channel channel = read();
  EXPECT_TRUE(update(channel));
  channel = read();
  channel.channel_name = "second";
  EXPECT_EQ(update(channel).error().reason, "channel_name_taken");
  EXPECT_EQ(read().channel_name, "main");
}

TEST_P(ChannelChanges, ADeletedChannelIsGoneForEverybodyAndItsNameIsFree) {
  ASSERT_TRUE(read().active);
  ASSERT_TRUE(remove());
  EXPECT_FALSE(store.channels.find(store.channel).value());
  EXPECT_TRUE(store.channels.usable(store.tenant, "SMS").value().empty());
  EXPECT_TRUE(store.channels.list(store.tenant, "", "", 10).value().items.empty());
  EXPECT_EQ(remove().error().reason, "unknown_channel");
  EXPECT_EQ(store.look("select live from communication_channel where id = ?", {store.channel}), "");
  EXPECT_EQ(event("channel.deleted", "subject_version"), "2");
  EXPECT_EQ(create("main"), "created");
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(ChannelChanges, ADeletionOfAnotherRevisionIsStale) {
  EXPECT_EQ(remove(2).error().reason, "revision_changed");
  EXPECT_TRUE(remove(1));
}

TEST_P(ChannelChanges, AnotherTenantsChannelIsNotKnown) {
  const Channel mine = read();
  const domain::TenantId owner = store.tenant;
  Store stranger{url()};
  stranger.seed();
  Channel stolen = mine;
  stolen.tenant = stranger.tenant;
  EXPECT_EQ(update(stolen).error().reason, "unknown_channel");
  store.tenant = stranger.tenant;
  EXPECT_EQ(remove().error().reason, "unknown_channel");
  store.tenant = owner;
  EXPECT_EQ(read().revision, 1);
}

TEST_P(ChannelChanges, AMessageWhoseChannelIsDeletedFailsBeforeAnyAttempt) {
  const domain::Message message = accept(store.request(fresh_number())).message;
  ASSERT_TRUE(remove());
  EXPECT_EQ(ask(message, domain::AttemptId{store.uuid()}).kind, Kind::ChannelDeleted);
  const auto seen = view(message.id);
  EXPECT_EQ(seen.message.status, MessageStatus::Failed);
  EXPECT_EQ(seen.message.reason, "channel_deleted");
  EXPECT_EQ(seen.message.error_class, "config");
  EXPECT_TRUE(seen.attempts.empty());
  EXPECT_EQ(seen.timeline.back().event.type, "message.failed");
  EXPECT_TRUE(works(store.clock.now() + std::chrono::hours{1}).empty());
  ASSERT_EQ(store.offers.ends.size(), 1U);
  EXPECT_EQ(store.offers.ends[0].second, MessageStatus::Failed);
  EXPECT_EQ(refused(store.request(fresh_number())).reason, "unknown_channel");
}

TEST_P(ChannelChanges, AKeyKeepsTheAnswerThatItsRequestGot) {
  const domain::IdempotencyClaim claim{std::string(64, 'c'), std::string(64, 'b'),
                                       store.clock.now() + std::chrono::hours{24}, R"({"as":"answered"})"};
  EXPECT_FALSE(store.kept.find(store.tenant, claim.key_hash).value());
  const domain::ChannelId id{store.uuid()};
  const auto made = store.commit<domain::ChannelCreated>([&](auto done) {
    store.channels.create({.id = id,
                           .tenant = store.tenant,
                           .channel_type = "SMS",
                           .channel_name = "kept",
                           .api_provider = "sandbox"},
                          claim, {.actor = "test"}, done);
  });
  ASSERT_TRUE(made);
  const auto kept = store.kept.find(store.tenant, claim.key_hash).value().value();
  EXPECT_EQ(kept.body_hash, claim.body_hash);
  EXPECT_EQ(kept.resource, id.text);
  EXPECT_EQ(kept.response, claim.response);
  store.seed();
  EXPECT_FALSE(store.kept.find(store.tenant, claim.key_hash).value()) << "another tenant's";
}

INSTANTIATE_TEST_SUITE_P(Storage, ChannelChanges, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
