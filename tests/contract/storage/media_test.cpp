// Files of tenants, on both databases.
#include "host/storage/media.hpp"

#include "tests/contract/storage/ledger_steps.hpp"

namespace herald::test {
namespace {

using domain::Medium;

class MediaContract : public LedgerContract {
 protected:
  Medium medium(const std::string& digest, std::optional<Instant> expires = {}) {
    return {.id = domain::MediaId{store.uuid()},
            .tenant = store.tenant,
            .media_type = "IMAGE",
            .name = "a.png",
            .bytes = {.digest = std::string(64 - digest.size(), '0') + digest,
                      .size = 3,
                      .content_type = "image/png"},
            .expires_at = expires};
  }
  Medium keep(const Medium& wish) {
    auto kept =
        store.commit<Medium>([&](auto done) { media.keep(wish, {.actor = "key:k"}, std::move(done)); });
    EXPECT_TRUE(kept) << kept.error().detail;
    return kept ? *kept : wish;
  }
  std::string removed(const Medium& one) {
    const auto done = store.commit<Medium>(
        [&](auto then) { media.remove(one.tenant, one.id, {.actor = "key:k"}, std::move(then)); });
    return done ? "removed" : done.error().reason;
  }
  domain::Message with(const std::vector<Medium>& files) {
    domain::AcceptRequest request = store.request(fresh_number());
    request.media = files;
    for (Medium& one : request.media) one.id = domain::MediaId{store.uuid()};
    return accept(request).message;
  }
  domain::Message arrived(std::vector<Medium> files) {
    domain::WebhookElement element{.dedupe_key = store.uuid()};
    const domain::AcceptRequest like = store.request(fresh_number());
    element.inbound = {.message = like.message,
                       .address = like.address,
                       .new_address_id = store.uuid(),
                       .media = std::move(files)};
    element.inbound->message.direction = "INBOUND";
    element.inbound->message.status = domain::MessageStatus::Delivered;
    element.inbound->message.channel = store.channel;
    const domain::Message message = element.inbound->message;
    EXPECT_EQ(receive({element}).applied, 1);
    return message;
  }
  std::vector<Medium> of(const domain::Message& message) {
    auto page = media.list(store.tenant, message.id, {}, 100);
    EXPECT_TRUE(page);
    return page ? page->items : std::vector<Medium>{};
  }
  std::int64_t blobs() {
    return store.count("select count(*) from `blob` where tenant_id = ?", storage::Row{store.tenant});
  }
  std::vector<domain::MediaFetch> mine(Instant now) {
    auto due = media.fetches(now, 1000);
    EXPECT_TRUE(due);
    std::vector<domain::MediaFetch> out;
    for (domain::MediaFetch& one : *due)
      if (one.medium.tenant == store.tenant) out.push_back(std::move(one));
    return out;
  }
  storage::StoredMedia media{store.writer, store.pool};
};

TEST_P(MediaContract, AnUploadIsFoundByItsTenantOnly) {
  const Medium kept = keep(medium("a", store.clock.now() + std::chrono::hours{1}));
  const auto found = media.find(store.tenant, kept.id);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->name, "a.png");
  EXPECT_EQ((*found)->bytes.digest, kept.bytes.digest);
  EXPECT_EQ((*found)->bytes.size, 3);
  EXPECT_EQ((*found)->status, Medium::Status::Stored);
  EXPECT_EQ((*found)->expires_at, kept.expires_at);
  const auto foreign = media.find(domain::TenantId{store.uuid()}, kept.id);
  ASSERT_TRUE(foreign);
  EXPECT_FALSE(*foreign);
}

TEST_P(MediaContract, TheSameBytesAreOneBlobOfTheTenant) {
  const Medium first = keep(medium("b"));
  keep(medium("b"));
  EXPECT_EQ(blobs(), 1);
  EXPECT_EQ(removed(first), "removed");
  EXPECT_EQ(blobs(), 1) << "the second upload has them";
  EXPECT_TRUE(*media.holds(store.tenant, first.bytes.digest));
}

TEST_P(MediaContract, TwoUploadsOfOneBatchShareABlob) {
  Answer<Medium> one;
  Answer<Medium> two;
  media.keep(medium("c"), {.actor = "key:k"}, one.completion());
  media.keep(medium("c"), {.actor = "key:k"}, two.completion());
  store.writer.step();
  EXPECT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(blobs(), 1);
}

TEST_P(MediaContract, TheLastUseTakesTheBlobAlong) {
  const Medium kept = keep(medium("d"));
  EXPECT_EQ(removed(kept), "removed");
  EXPECT_EQ(blobs(), 0);
  EXPECT_FALSE(*media.holds(store.tenant, kept.bytes.digest));
  EXPECT_EQ(removed(kept), "unknown_media");
  EXPECT_EQ(journal_complaints(store), "");
}

TEST_P(MediaContract, AMessageHasItsAttachmentsInOrder) {
  Medium second = medium("f");
  second.position = 1;
  const domain::Message message = with({medium("e"), second});
  const auto rows = of(message);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_TRUE(rows[0].bytes.digest.ends_with("e"));
  EXPECT_TRUE(rows[1].bytes.digest.ends_with("f"));
  EXPECT_EQ(rows[0].message, message.id);
}

TEST_P(MediaContract, AnUploadThatWasSentLeavesTheBytesToItsMessage) {
  const Medium kept = keep(medium("1a"));
  const domain::Message message = with({kept});
  EXPECT_EQ(removed(kept), "removed");
  EXPECT_EQ(blobs(), 1);
  const auto rows = of(message);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(removed(rows[0]), "media_in_use");
}

TEST_P(MediaContract, UploadsExpire) {
  const Instant soon = store.clock.now() + std::chrono::hours{1};
  const Medium kept = keep(medium("2a", soon));
  const auto has = [&](Instant now) {
    const auto due = media.expired(now, 1000);
    EXPECT_TRUE(due);
    return std::ranges::any_of(*due, [&](const Medium& one) { return one.id == kept.id; });
  };
  EXPECT_FALSE(has(soon - std::chrono::milliseconds{1}));
  EXPECT_TRUE(has(soon));
  EXPECT_EQ(removed(kept), "removed");
  EXPECT_FALSE(has(soon));
}

TEST_P(MediaContract, AnInboundFileIsFetchedOnce) {
  Medium pending = medium("");
  pending.bytes = {.content_type = "image/jpeg"};
  pending.provider_ref = "media-7";
  pending.status = Medium::Status::Pending;
  const domain::Message message = arrived({pending});
  const Instant later = store.clock.now() + std::chrono::seconds{1};
  auto due = mine(later);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].channel, store.channel);
  EXPECT_EQ(due[0].medium.provider_ref, "media-7");
  EXPECT_EQ(due[0].tries, 0);
  const domain::NodeShards others{domain::ShardSet::all() - domain::ShardSet::of(domain::kHouseShard)};
  EXPECT_TRUE(storage::StoredMedia(store.writer, store.pool, &others).fetches(later, 1000)->empty())
      << "one node fetches for all";
  Medium fetched = due[0].medium;
  fetched.bytes = medium("3a").bytes;
  EXPECT_TRUE(store.commit<Done>([&](auto done) { media.fetched(fetched, std::move(done)); }));
  EXPECT_TRUE(mine(later).empty());
  const auto rows = of(message);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].status, Medium::Status::Stored);
  EXPECT_EQ(rows[0].bytes, fetched.bytes);
}

TEST_P(MediaContract, AFileThatCannotBeFetchedIsTriedAgainAndGivenUp) {
  Medium pending = medium("");
  pending.bytes = {};
  pending.url = "https://x.example/a";
  pending.status = Medium::Status::Pending;
  const domain::Message message = arrived({pending});
  const Instant again = store.clock.now() + std::chrono::minutes{5};
  const auto fail = [&](std::optional<Instant> at) {
    return store
        .commit<Done>([&](auto done) { media.not_fetched(pending, "status_500", at, std::move(done)); })
        .has_value();
  };
  EXPECT_TRUE(fail(again));
  EXPECT_TRUE(mine(again - std::chrono::seconds{1}).empty());
  const auto due = mine(again);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].tries, 1);
  EXPECT_TRUE(fail(std::nullopt));
  EXPECT_TRUE(mine(again).empty());
  const auto rows = of(message);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].status, Medium::Status::Failed);
  EXPECT_EQ(rows[0].reason, "status_500");
}

TEST_P(MediaContract, AnInboundFileThatCameWithItsMessageIsThere) {
  const domain::Message message = arrived({medium("4a")});
  const auto rows = of(message);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].status, Medium::Status::Stored);
  EXPECT_TRUE(mine(store.clock.now() + std::chrono::hours{1}).empty());
}

TEST_P(MediaContract, ListsPageByPage) {
  for (int i = 0; i < 5; ++i) keep(medium("5" + std::to_string(i)));
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = media.list(store.tenant, {}, cursor, 2);
    ASSERT_TRUE(page);
    for (const Medium& one : page->items) seen.push_back(one.bytes.digest.substr(62));
    cursor = page->next_cursor;
  } while (!cursor.empty());
  std::ranges::sort(seen);
  EXPECT_EQ(seen, (std::vector<std::string>{"50", "51", "52", "53", "54"}));
}

INSTANTIATE_TEST_SUITE_P(Storage, MediaContract, both_databases(), dialect_name);

}  // namespace
}  // namespace herald::test
