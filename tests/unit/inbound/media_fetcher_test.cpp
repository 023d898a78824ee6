#include "host/inbound/media_fetcher.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/unit/inbound/fake_book.hpp"
#include "tests/unit/inbound/fake_carrier.hpp"
#include "tests/unit/inbound/fake_files.hpp"
#include "tests/unit/inbound/poll_world.hpp"

namespace herald::inbound {
namespace {

using domain::Medium;

constexpr const char* kFirst =
    R"({"request":{"method":"GET","url":"https://x.example/m7","commits":false},"state":{"at":"look"}})";
constexpr const char* kBytes =
    R"({"request":{"method":"GET","url":"https://x.example/bytes","commits":false,"media":true}})";
constexpr const char* kFound = R"({"verdict":{"kind":"media","content_type":"image/png","name":"a.png"}})";

/// Answers plan and on_response with what is next; the last one again and again.
class MediaPlugin final : public domain::ProviderPort {
 public:
  void plan(domain::ProviderStep step, Tick, ReplyDone done) override {
    steps.push_back(std::move(step));
    done(domain::ProviderReply{.json = plans[std::min(steps.size(), plans.size()) - 1], .bytes = bytes});
  }
  void on_response(domain::ProviderStep, const domain::OutboundAnswer& answer, Tick,
                   ReplyDone done) override {
    seen.push_back(answer.body);
    done(domain::ProviderReply{.json = words[std::min(seen.size(), words.size()) - 1], .bytes = bytes});
  }
  std::vector<std::string> plans;
  std::vector<std::string> words;
  std::string bytes;
  std::vector<domain::ProviderStep> steps;
  std::vector<std::string> seen;
};

class MediaFetcherTest : public testing::Test {
 protected:
  MediaFetcherTest() {
    accounts.account.provider = &plugin;
    accounts.account.traits.fetch_media = true;
    book.due = {{.medium = {.id = domain::MediaId{"m1"},
                            .tenant = domain::TenantId{"t1"},
                            .bytes = {.content_type = "image/jpeg"},
                            .url = "https://x.example/a",
                            .provider_ref = "m7",
                            .status = Medium::Status::Pending,
                            .created_at = clock.now()},
                 .channel = domain::ChannelId{"c1"}}};
    carrier.answer.saved = true;
    carrier.answer.body = "";
  }
  ~MediaFetcherTest() override { ::close(nowhere); }
  void turn() {
    for (int steps = 0; steps < 8; ++steps) fetcher.step(clock.tick());
  }
  int nowhere{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
  StillClock clock;
  telemetry::Log log{clock, telemetry::Level::Error, nowhere};
  telemetry::Metrics metrics;
  FakeBook book;
  FakeFiles files;
  PolledAccounts accounts;
  FakeCarrier carrier;
  MediaPlugin plugin;
  MediaFetcher fetcher{{.max_bytes = 4711}, {book, files, accounts, carrier, clock, log, metrics}};
};

TEST_F(MediaFetcherTest, FollowsThePluginToTheBytesAndSavesThem) {
  plugin.plans = {kFirst, kBytes};
  plugin.words = {R"({"continue":{"state":{"at":"bytes"}}})", kFound};
  turn();
  ASSERT_EQ(book.stored.size(), 1U);
  EXPECT_EQ(book.stored[0].bytes.content_type, "image/png");
  EXPECT_EQ(book.stored[0].media_type, "IMAGE");
  EXPECT_EQ(book.stored[0].name, "a.png");
  EXPECT_EQ(plugin.steps[0].op, "fetch_media");
  EXPECT_NE(plugin.steps[0].input.find(R"("ref":"m7")"), std::string::npos);
  EXPECT_EQ(plugin.steps[1].state, R"({"at":"bytes"})");
  ASSERT_EQ(carrier.requests.size(), 2U);
  EXPECT_EQ(carrier.requests[0].save_to, "");
  EXPECT_EQ(carrier.requests[1].save_to, "incoming/1");
  EXPECT_EQ(carrier.requests[1].max_answer_bytes, 4711);
  EXPECT_EQ(files.adopted, std::vector<std::string>{"incoming/1"});
}

TEST_F(MediaFetcherTest, TakesTheBytesOfAReply) {
  plugin.plans = {R"({"verdict":{"kind":"media","content_type":"text/plain","range":{"off":1,"len":2}}})"};
  plugin.bytes = "abcd";
  turn();
  EXPECT_EQ(files.kept, std::vector<std::string>{"bc"});
  EXPECT_EQ(book.stored.size(), 1U);
}

TEST_F(MediaFetcherTest, TakesASmallAnswerThatThePluginHasSeen) {
  plugin.plans = {kFirst};
  plugin.words = {kFound};
  carrier.answer.saved = false;
  carrier.answer.body = "tiny";
  turn();
  EXPECT_EQ(files.kept, std::vector<std::string>{"tiny"});
  EXPECT_EQ(plugin.seen, std::vector<std::string>{"tiny"});
  EXPECT_EQ(book.stored.size(), 1U);
}

TEST_F(MediaFetcherTest, WithoutThePluginsHelpFetchesTheUrlAsItStands) {
  accounts.account.traits.fetch_media = false;
  carrier.answer.headers = {{"Content-Type", "image/gif"}};
  turn();
  ASSERT_EQ(carrier.requests.size(), 1U);
  EXPECT_EQ(carrier.requests[0].url, "https://x.example/a");
  ASSERT_EQ(book.stored.size(), 1U);
  EXPECT_EQ(book.stored[0].bytes.content_type, "image/gif");
  EXPECT_TRUE(plugin.steps.empty());
}

TEST_F(MediaFetcherTest, AGoneUrlIsGivenUp) {
  accounts.account.traits.fetch_media = false;
  carrier.answer.saved = false;
  carrier.answer.status = 404;
  turn();
  EXPECT_EQ(book.failures.at(0), "status_404 over");
  EXPECT_EQ(files.discarded, std::vector<std::string>{"incoming/1"});
}

TEST_F(MediaFetcherTest, WaitsLongerWithEachTry) {
  accounts.account.traits.fetch_media = false;
  carrier.answer.saved = false;
  carrier.answer.status = 503;
  book.due[0].tries = 3;
  turn();
  EXPECT_EQ(book.failures.at(0), "status_503 later");
  EXPECT_EQ(*book.again, clock.now() + std::chrono::seconds{40});
}

TEST_F(MediaFetcherTest, GivesUpADayAfterItWasAnnounced) {
  plugin.plans = {R"({"verdict":{"kind":"retry","code":"busy","text":"t"}})"};
  book.due[0].medium.created_at = clock.now() - std::chrono::hours{24};
  turn();
  EXPECT_EQ(book.failures.at(0), "busy over");
}

TEST_F(MediaFetcherTest, TheProvidersWishToWaitIsHeard) {
  plugin.plans = {R"({"verdict":{"kind":"rate_limited","code":"slow","text":"t","after_ms":600000}})"};
  turn();
  EXPECT_EQ(*book.again, clock.now() + std::chrono::minutes{10});
}

TEST_F(MediaFetcherTest, WhatIsGoneForGoodIsGivenUp) {
  plugin.plans = {R"({"verdict":{"kind":"rejected","class":"invalid_recipient","code":"gone","text":"t"}})"};
  turn();
  EXPECT_EQ(book.failures.at(0), "gone over");
}

TEST_F(MediaFetcherTest, BytesThatAreNotTheAnnouncedOnesAreNotTaken) {
  plugin.plans = {kBytes};
  plugin.words = {R"({"verdict":{"kind":"media","content_type":"image/png","sha256":"another"}})"};
  turn();
  EXPECT_TRUE(book.stored.empty());
  EXPECT_EQ(book.failures.at(0), "digest_differs later");
}

TEST_F(MediaFetcherTest, ARequestThatCommitsOrNeverEndsIsNotMade) {
  plugin.plans = {R"({"request":{"method":"POST","url":"https://x.example/","commits":true}})"};
  turn();
  EXPECT_EQ(book.failures.at(0), "bad_plan later");
  EXPECT_TRUE(carrier.requests.empty());
}

TEST_F(MediaFetcherTest, AnEndlessExchangeIsGivenUp) {
  plugin.plans = {kFirst};
  plugin.words = {R"({"continue":{"state":{}}})"};
  for (int i = 0; i < 5; ++i) turn();
  EXPECT_EQ(book.failures.at(0), "endless_exchange over");
  EXPECT_EQ(carrier.requests.size(), 4U);
}

TEST_F(MediaFetcherTest, ADiskThatIsFullIsAReasonToComeAgain) {
  plugin.plans = {kBytes};
  plugin.words = {kFound};
  files.refusal = Error{.code = Errc::Unavailable, .reason = "media_unwritable"};
  turn();
  EXPECT_EQ(book.failures.at(0), "media_unwritable later");
}

TEST_F(MediaFetcherTest, UploadsWhoseTimeIsOverGoWithTheirBytes) {
  book.due.clear();
  book.over = {{.id = domain::MediaId{"u1"}, .tenant = domain::TenantId{"t1"}}};
  turn();
  EXPECT_EQ(book.removed, std::vector<std::string>{"u1"});
  EXPECT_EQ(files.removed, std::vector<std::string>{"d"});
}

TEST_F(MediaFetcherTest, BytesThatSomebodyElseHasStay) {
  book.due.clear();
  book.held = true;
  book.over = {{.id = domain::MediaId{"u1"}, .tenant = domain::TenantId{"t1"}}};
  turn();
  EXPECT_TRUE(files.removed.empty());
}

}  // namespace
}  // namespace herald::inbound
