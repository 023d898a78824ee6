#include "host/dispatch/gatherer.hpp"

#include <gtest/gtest.h>

#include "tests/unit/inbound/fake_book.hpp"
#include "tests/unit/inbound/fake_carrier.hpp"
#include "tests/unit/inbound/fake_files.hpp"

namespace herald::dispatch {
namespace {

class GathererTest : public testing::Test {
 protected:
  GathererTest() {
    carrier.answer.saved = true;
    carrier.answer.headers = {{"content-type", "image/gif"}};
  }
  static domain::Medium at(const std::string& url) { return {.id = domain::MediaId{url}, .url = url}; }
  /// The digests of what was gathered, or the reason why not.
  std::string gathered() {
    std::string out = "never done";
    gatherer.gather(domain::TenantId{"t1"}, domain::MessageId{"m1"},
                    [&](Result<std::vector<domain::Medium>> media) {
                      out = media ? "" : media.error().reason;
                      if (media)
                        for (const domain::Medium& one : *media)
                          out += one.bytes.digest + " as " + one.name + ";";
                    });
    for (int turns = 0; turns < 10; ++turns) gatherer.step();
    return out;
  }
  SystemClock clock;
  inbound::FakeBook book;
  inbound::FakeFiles files;
  inbound::FakeCarrier carrier;
  Gatherer gatherer{{.max_bytes = 4711}, {book, files, carrier, clock}};
};

TEST_F(GathererTest, FetchesWhatIsNotHereYetInOrder) {
  domain::Medium here = at("");
  here.name = "have";
  here.bytes.digest = "d";
  book.of_message = {at("https://x.example/p/a.gif?x=1"), here, at("https://x.example")};
  EXPECT_EQ(gathered(), "of incoming/1 as a.gif;d as have;of incoming/2 as attachment;");
  ASSERT_EQ(carrier.requests.size(), 2U);
  EXPECT_EQ(carrier.requests[0].max_answer_bytes, 4711);
  ASSERT_EQ(book.stored.size(), 2U) << "so that the next attempt finds them";
  EXPECT_EQ(book.stored[0].media_type, "IMAGE");
}

TEST_F(GathererTest, WhatIsGoneIsRefusedAndWhatIsAwayComesLater) {
  book.of_message = {at("https://x.example/a")};
  carrier.answer.saved = false;
  carrier.answer.status = 404;
  EXPECT_EQ(gathered(), "attachment_refused");
  carrier.answer.status = 503;
  EXPECT_EQ(gathered(), "attachment_unreachable");
  carrier.answer = {.failure = "guard_refused"};
  EXPECT_EQ(gathered(), "attachment_refused");
  EXPECT_EQ(files.discarded.size(), 3U);
}

TEST_F(GathererTest, AMessageWithoutRecordsOfItsFilesIsNotSentWithoutThem) {
  EXPECT_EQ(gathered(), "attachment_refused");
}

TEST_F(GathererTest, AFullDiskIsAReasonToComeAgain) {
  book.of_message = {at("https://x.example/a")};
  files.refusal = Error{.code = Errc::Unavailable, .reason = "media_unwritable"};
  EXPECT_EQ(gathered(), "attachment_unreachable");
}

}  // namespace
}  // namespace herald::dispatch
