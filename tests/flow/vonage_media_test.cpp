// Files that people send over Vonage's Messages API.
#include "tests/flow/files.hpp"
#include "tests/flow/vonage_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class VonageMedia : public VonageFlow {
 protected:
  /// What the far side took of a message of that channel, to a number of its own.
  json taken(const std::string& channel, json message) {
    to_ = fresh_number();
    room_.server.call_back_at(room_.webhooks + channel);
    message["channel_id"] = channel;
    message["to_address"] = to_;
    const json done = await(house_.tenant.send(message), "SENT");
    const auto all = seen();
    EXPECT_EQ(all.size(), 1U) << done;
    if (all.empty()) return json::object();
    EXPECT_EQ(all[0].answer, 202) << all[0].rule;
    return json::parse(all[0].body);
  }
  static json file(const std::string& type, const std::string& name) {
    return {{"message_type", type},
            {"attachments", {{{"url", "https://files.example/" + name}, {"name", name}}}}};
  }
  /// The callback of a person's message of that type.
  [[nodiscard]] std::string came(const std::string& type, const json& content) const {
    return json{{"channel", "whatsapp"}, {"message_uuid", "uuid-" + to_.substr(1)}, {"to", kOurNumber},
                {"from", to_.substr(1)}, {"timestamp", "2024-05-17T10:20:30.000Z"}, {"message_type", type},
                {type, content}}
        .dump();
  }
};

TEST_P(VonageMedia, SendsFilesOverWhatsApp) {
  json image = file("IMAGE", "a.png");
  image["message_body"] = "Look";
  EXPECT_EQ(taken(room_.whatsapp, image).at("image"),
            (json{{"url", "https://files.example/a.png"}, {"caption", "Look"}}));
  EXPECT_EQ(taken(room_.whatsapp, file("VIDEO", "a.mp4")).at("video").at("url"),
            "https://files.example/a.mp4");
  EXPECT_EQ(taken(room_.whatsapp, file("AUDIO", "a.mp3")).at("audio").at("url"),
            "https://files.example/a.mp3");
  EXPECT_EQ(taken(room_.whatsapp, file("FILE", "a.pdf")).at("file").at("name"), "a.pdf");
  json sticker = file("IMAGE", "a.webp");
  sticker["options"] = {{"sticker", true}};
  EXPECT_EQ(taken(room_.whatsapp, sticker).at("sticker"), (json{{"url", "https://files.example/a.webp"}}));
}

TEST_P(VonageMedia, SendsFilesOfTheChannelOfSmsAsMms) {
  json numbered = room_.channel("SMS", kOurNumber);
  numbered["channel_name"] = fresh_text("vonage MMS");
  const std::string channel = house_.tenant.make_channel(numbered);
  const auto mms = [&](const json& message) {
    json mail = taken(channel, message);
    EXPECT_EQ(mail.value("channel", ""), "mms");
    return mail;
  };
  json image = file("IMAGE", "a.png");
  image["message_body"] = "Look";
  EXPECT_EQ(mms(image).at("image"), (json{{"url", "https://files.example/a.png"}, {"caption", "Look"}}));
  EXPECT_EQ(tell(status("delivered")), 200);
  EXPECT_EQ(mms(file("VIDEO", "a.mp4")).at("message_type"), "video");
  EXPECT_EQ(mms(file("AUDIO", "a.mp3")).at("message_type"), "audio");
  EXPECT_EQ(mms(file("FILE", "a.vcf")).at("message_type"), "vcard");
}

TEST_P(VonageMedia, SendsPlacesAndTemplates) {
  const json place{{"latitude", 51.5}, {"longitude", -0.125}, {"name", "Office"}};
  EXPECT_EQ(
      taken(room_.whatsapp, {{"message_type", "LOCATION"}, {"options", {{"location", place}}}}).at("custom"),
      (json{{"type", "location"}, {"location", place}}));
  const json options{{"template_name", "ns:code"},
                     {"template_locale", "en_GB"},
                     {"template_parameters", json::array({"4471"})}};
  EXPECT_EQ(taken(room_.whatsapp, {{"message_type", "TEMPLATE"}, {"options", options}}).at("template"),
            (json{{"name", "ns:code"}, {"parameters", json::array({"4471"})}}));
}

TEST_P(VonageMedia, SendsAnUploadByALinkThatWorksWithoutAKey) {
  const std::string bytes = png_bytes(50'000);
  const json media = json::parse(upload_file(house_, {bytes, "image/png", "?name=a.png"}).body);
  const json mail =
      taken(room_.whatsapp, {{"message_type", "IMAGE"}, {"attachments", {{{"media_id", media.at("id")}}}}});
  const std::string link = mail.at("image").at("url");
  ASSERT_TRUE(link.starts_with(house_.daemon.url())) << link;
  HttpClient anybody{house_.daemon.port()};
  const HttpReply served = anybody.send({.target = link.substr(house_.daemon.url().size())});
  EXPECT_EQ(served.status, 200);
  EXPECT_TRUE(served.body == bytes);
}

TEST_P(VonageMedia, TakesRepliesPlacesAndStickersOfPeople) {
  room_.server.call_back_at(room_.webhooks + room_.whatsapp);
  EXPECT_EQ(tell(came("reply", {{"id", "r1"}, {"title", "Yes please"}})), 200);
  ASSERT_EQ(received().size(), 1U);
  EXPECT_EQ(received()[0].at("message_body"), "Yes please");
  EXPECT_EQ(house_.tenant.message(received()[0].at("id")).at("options").at("pressed"), "r1");
  to_ = fresh_number();
  EXPECT_EQ(tell(came("location", {{"lat", 51.5}, {"long", -0.125}, {"name", "Office"}})), 200);
  ASSERT_EQ(received().size(), 1U);
  EXPECT_EQ(received()[0].at("message_type"), "LOCATION");
  to_ = fresh_number();
  const std::string url = room_.server.keep({"image/webp", png_bytes(1000)});
  EXPECT_EQ(tell(came("sticker", {{"url", url}})), 200);
  ASSERT_EQ(received().size(), 1U);
  EXPECT_EQ(received()[0].at("message_type"), "IMAGE");
}

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
