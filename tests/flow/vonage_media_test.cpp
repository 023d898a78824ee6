// Files that people send over Vonage's Messages API.
#include "tests/flow/files.hpp"
#include "tests/flow/vonage_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class VonageMedia : public VonageFlow {};

TEST_P(VonageMedia, KeepsAnImageThatItFetchesWithAToken) {
  room_.server.call_back_at(room_.webhooks + room_.whatsapp);
  const std::string bytes = png_bytes(200'000);
  const auto image = [&](const std::string& id, const std::string& url) {
    return json{{"channel", "whatsapp"},
                {"message_uuid", id + to_.substr(1)},
                {"to", kOurNumber},
                {"from", to_.substr(1)},
                {"timestamp", "2024-05-17T10:20:30.000Z"},
                {"message_type", "image"},
                {"image", {{"url", url}, {"name", "a.png"}, {"caption", "Look"}}}}
        .dump();
  };
  EXPECT_EQ(tell(image("uuid-", room_.server.keep({"image/png", bytes}))), 200);
  json found = received();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_type"), "IMAGE");
  const json files = settled_files(house_.tenant, found[0].at("id"));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "STORED") << files;
  EXPECT_EQ(files[0].at("name"), "a.png");
  EXPECT_TRUE(bytes_of(house_.tenant, files[0]) == bytes);
  to_ = fresh_number();
  EXPECT_EQ(tell(image("uuid-", room_.server.url() + "/v3/media/expired")), 200);
  EXPECT_EQ(settled_files(house_.tenant, received().at(0).at("id")).at(0).at("reason"), "media_gone");
}

HERALD_ON_BOTH_DATABASES(VonageMedia);

}  // namespace
}  // namespace herald::test
