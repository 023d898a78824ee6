#include "host/inbound/inbound_media.hpp"

#include <gtest/gtest.h>

#include "tests/unit/inbound/fake_files.hpp"

namespace herald::inbound {
namespace {

using domain::Medium;

class InboundMediaTest : public testing::Test {
 protected:
  InboundMediaTest() { channel.tenant = domain::TenantId{"t1"}; }
  json::Document kept(const std::string& media) {
    const auto out = keep_media(*json::parse(R"({"kind":"inbound","media":)" + media + "}"), place());
    EXPECT_TRUE(out);
    return out ? *out : json::Document{};
  }
  std::vector<Medium> read(const std::string& media) {
    return read_media(*kept(media).member("media"), place());
  }
  EventPlace place() {
    return {.channel = channel,
            .webhook = webhook,
            .random = random,
            .spell = spell,
            .bytes = "0123456789",
            .files = &files};
  }
  domain::Channel channel;
  std::string webhook{"w1"};
  SystemRandom random;
  Spell spell{[](const domain::Channel&, std::string_view text) -> Result<domain::AddressKey> {
    return domain::AddressKey{.kind = "phone", .normalised = std::string{text}};
  }};
  FakeFiles files;
};

TEST_F(InboundMediaTest, BytesThatCameAlongAreKept) {
  const auto media =
      read(R"([{"range":{"off":2,"len":3},"content_type":"image/png","name":"a.png","content_id":"c1"}])");
  EXPECT_EQ(files.kept, std::vector<std::string>{"234"});
  ASSERT_EQ(media.size(), 1U);
  EXPECT_EQ(media[0].status, Medium::Status::Stored);
  EXPECT_EQ(media[0].bytes.digest, "d3");
  EXPECT_EQ(media[0].media_type, "IMAGE");
  EXPECT_EQ(media[0].name, "a.png");
  EXPECT_EQ(media[0].tenant.text, "t1");
}

TEST_F(InboundMediaTest, TheEventThatIsStoredTellsWhereTheyAreSoThatAReplayFindsThem) {
  const json::Document event = kept(R"([{"range":{"off":2,"len":3},"content_type":"image/png"}])");
  EXPECT_EQ(event.compact().find("range"), std::string::npos);
  EventPlace later = place();
  later.bytes = {};
  later.files = nullptr;
  const auto media = read_media(*event.member("media"), later);
  ASSERT_EQ(media.size(), 1U);
  EXPECT_EQ(media[0].bytes.digest, "d3");
}

TEST_F(InboundMediaTest, NobodyElseSaysWhatIsStored) {
  const auto media =
      read(R"([{"stored":{"sha256":"d99","size":1,"content_type":"a/b"},"url":"https://x.example/"}])");
  ASSERT_EQ(media.size(), 1U);
  EXPECT_EQ(media[0].bytes.digest, "");
  EXPECT_EQ(media[0].status, Medium::Status::Pending);
}

TEST_F(InboundMediaTest, UrlsAndReferencesAreToBeFetched) {
  const auto media =
      read(R"([{"url":"https://x.example/a","size":7},{"ref":"m7","content_type":"audio/ogg"}])");
  ASSERT_EQ(media.size(), 2U);
  EXPECT_EQ(media[0].status, Medium::Status::Pending);
  EXPECT_EQ(media[0].bytes.size, 7);
  EXPECT_EQ(media[1].provider_ref, "m7");
  EXPECT_EQ(media[1].media_type, "AUDIO");
  EXPECT_EQ(media[1].position, 1);
}

TEST_F(InboundMediaTest, WhatCanNeverBeFetchedSaysWhy) {
  const auto media = read("[{},{\"url\":\"https://x/" + std::string(2040, 'a') + "\"},{\"ref\":\"" +
                          std::string(256, 'r') + "\"},{\"range\":{\"off\":9,\"len\":2}}]");
  ASSERT_EQ(media.size(), 4U);
  for (const Medium& one : media) EXPECT_EQ(one.status, Medium::Status::Failed);
  EXPECT_EQ(media[0].reason, "no_source");
  EXPECT_EQ(media[1].reason, "url_too_long");
  EXPECT_EQ(media[2].reason, "ref_too_long");
  EXPECT_EQ(media[3].reason, "bytes_missing");
}

TEST_F(InboundMediaTest, AtTheirEdgesUrlsAndReferencesAreTaken) {
  const auto media = read("[{\"url\":\"https://x/" + std::string(2038, 'a') + "\"},{\"ref\":\"" +
                          std::string(255, 'r') + "\"}]");
  for (const Medium& one : media) EXPECT_EQ(one.status, Medium::Status::Pending) << one.reason;
}

TEST_F(InboundMediaTest, ARefusedFileDoesNotCostTheMessage) {
  files.refusal = Error{.code = Errc::Invalid, .reason = "content_type_refused"};
  const auto media = read(R"([{"range":{"off":0,"len":1}}])");
  ASSERT_EQ(media.size(), 1U);
  EXPECT_EQ(media[0].status, Medium::Status::Failed);
  EXPECT_EQ(media[0].reason, "content_type_refused");
}

TEST_F(InboundMediaTest, BytesThatCannotBeKeptNowMakeTheProviderComeAgain) {
  files.refusal = Error{.code = Errc::Unavailable, .reason = "media_unwritable"};
  const auto out =
      keep_media(*json::parse(R"({"kind":"inbound","media":[{"range":{"off":0,"len":1}}]})"), place());
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, Errc::Unavailable);
}

TEST_F(InboundMediaTest, AHundredFilesAreTakenAndNoMore) {
  std::string list = "[";
  for (int i = 0; i < 101; ++i) list += std::string{i > 0 ? "," : ""} + R"({"ref":"r"})";
  EXPECT_EQ(read(list + "]").size(), 100U);
}

TEST_F(InboundMediaTest, AMessageShowsWhatIsKnown) {
  const auto media =
      read(R"([{"url":"https://x.example/a","content_type":"image/png","name":"n","size":3}])");
  EXPECT_EQ(media_json(media),
            R"([{"media_id":")" + media[0].id.text +
                R"(","url":"https://x.example/a","content_type":"image/png","name":"n","size":3}])");
}

}  // namespace
}  // namespace herald::inbound
