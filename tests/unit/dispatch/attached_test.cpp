#include "host/dispatch/attached.hpp"

#include <gtest/gtest.h>

#include "host/dispatch/plan.hpp"

namespace herald::dispatch {
namespace {

constexpr const char* kBoth =
    R"([{"url":"https://x.example/a","name":"a"},{"media_id":"m1","content_type":"image/png","name":"b","size":7,"sha256":"d1"}])";

class NamedFiles final : public domain::MediaFiles {
 public:
  [[nodiscard]] std::string incoming() override { return {}; }
  Result<domain::StoredBytes> adopt(const std::string&, const domain::TenantId&, std::string_view,
                                    domain::TypeClaim) override {
    return domain::StoredBytes{};
  }
  Result<domain::StoredBytes> keep(std::string_view, const domain::TenantId&, std::string_view,
                                   domain::TypeClaim) override {
    return domain::StoredBytes{};
  }
  void discard(const std::string&) override {}
  [[nodiscard]] std::string path_of(const domain::TenantId& tenant,
                                    const std::string& digest) const override {
    return tenant.text + "/" + digest;
  }
  void remove(const domain::TenantId&, const std::string&) override {}
};

domain::Message with(const std::string& attachments) {
  domain::Message message;
  message.tenant = domain::TenantId{"t1"};
  message.content.attachments_json = attachments;
  return message;
}

class Attached : public testing::Test {
 protected:
  NamedFiles files;
  MediaSource media{.files = &files, .link = [](const domain::TenantId& tenant, const domain::MediaId& id) {
                      return "https://herald.example/" + tenant.text + "/" + id.text;
                    }};
};

TEST_F(Attached, AFileOfOursHasABlobAndALink) {
  EXPECT_EQ(attachments_input(with(kBoth), media),
            R"([{"name":"a","url":"https://x.example/a"},{"blob":"m1","url":"https://herald.example/t1/m1",)"
            R"("content_type":"image/png","name":"b","size":7}])");
  const auto found = attached_files(with(kBoth), media);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].blob, "m1");
  EXPECT_EQ(found[0].path, "t1/d1");
  EXPECT_EQ(found[0].size, 7);
}

TEST_F(Attached, WithoutAPublicAddressThereIsNoLink) {
  media.link = [](const domain::TenantId&, const domain::MediaId&) { return std::string{}; };
  EXPECT_EQ(attachments_input(with(kBoth), media).find("herald.example"), std::string::npos);
}

TEST_F(Attached, MostMessagesHaveNone) {
  EXPECT_EQ(attachments_input(with("[]"), media), "[]");
  EXPECT_TRUE(attached_files(with("[]"), media).empty());
}

Result<Step> blob_plan(const std::string& body) {
  static const std::vector<AttachedFile> files{{.blob = "m1", .path = "p1", .size = 9}};
  return read_plan(
      {.json =
           R"({"request":{"method":"POST","url":"https://x.example/","commits":true,"body":)" + body + "}}"},
      files);
}

TEST(BlobPlan, PutsFilesBetweenTheTextsOfABody) {
  const auto step = blob_plan(
      R"([{"text":"ab"},{"blob":"m1"},{"text":"c"},{"blob":"m1","encode":"base64"},{"blob":"m1","encode":"base64_mime"}])");
  ASSERT_TRUE(step) << step.error().detail;
  const domain::OutboundRequest& request = std::get<Planned>(*step).request;
  EXPECT_EQ(request.body, "abc");
  ASSERT_EQ(request.files.size(), 3U);
  EXPECT_EQ(request.files[0].at, 2U);
  EXPECT_EQ(request.files[0].path, "p1");
  EXPECT_EQ(request.files[0].size, 9);
  EXPECT_EQ(request.files[1].at, 3U);
  EXPECT_EQ(request.files[1].encoding, domain::FileEncoding::Base64);
  EXPECT_EQ(request.files[2].encoding, domain::FileEncoding::Base64Mime);
}

TEST(BlobPlan, KnowsOnlyTheMessagesOwnFilesAndItsEncodings) {
  for (const char* body : {R"([{"blob":"m2"}])", R"([{"blob":""}])", R"([{"blob":7}])",
                           R"([{"blob":"m1","encode":"hex"}])", R"([{"blob":"m1","encode":7}])"})
    EXPECT_FALSE(blob_plan(body)) << body;
}

}  // namespace
}  // namespace herald::dispatch
