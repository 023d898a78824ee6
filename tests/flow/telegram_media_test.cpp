// Files and places over Telegram, out by URL and as bytes, in by getFile.
#include "tests/flow/files.hpp"
#include "tests/flow/telegram_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class TelegramMedia : public TelegramFlow {
 protected:
  /// What the far side took of a message without text of its own.
  TelegramSeen taken(json message, const std::string& text = {}) {
    chat_ = fresh_chat();
    message["message_body"] = text;
    if (text.empty()) text_.clear();
    const json done = send({}, "SENT", message);
    EXPECT_EQ(done.at("status"), "SENT") << done;
    const auto all = seen();
    EXPECT_EQ(all.size(), 1U) << (home_.telegram.broken().empty() ? "" : home_.telegram.broken().back());
    if (all.empty()) return {};
    EXPECT_EQ(all[0].answer, 200) << all[0].rule;
    return all[0];
  }
  json uploaded(const std::string& bytes, const std::string& type, const std::string& name) {
    const HttpReply reply = upload_file(home_.house, {bytes, type, "?name=" + name});
    EXPECT_EQ(reply.status, 201) << reply.body;
    return {{"media_id", json::parse(reply.body).at("id")}};
  }
  /// The files of the one message that came from this test's chat.
  json received_files() {
    for (const json& one : home_.house.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == std::to_string(chat_))
        return settled_files(home_.house.tenant, one.at("id"));
    return json::array();
  }
};

TEST_P(TelegramMedia, SendsFilesByUrl) {
  const auto by_url = [&](const std::string& type, const std::string& name,
                          const json& options = json::object()) {
    return taken({{"message_type", type},
                  {"attachments", {{{"url", "https://files.example/" + name}}}},
                  {"options", options}});
  };
  EXPECT_EQ(by_url("IMAGE", "a.jpg").parameters.at("photo"), "https://files.example/a.jpg");
  EXPECT_EQ(by_url("VIDEO", "a.mp4").method, "sendVideo");
  EXPECT_EQ(by_url("VIDEO", "a.gif", {{"animation", true}}).method, "sendAnimation");
  EXPECT_EQ(by_url("AUDIO", "a.mp3", {{"performer", "Ada"}}).parameters.at("performer"), "Ada");
  EXPECT_EQ(by_url("AUDIO", "a.ogg", {{"voice", true}}).method, "sendVoice");
  EXPECT_EQ(by_url("FILE", "a.pdf").parameters.at("document"), "https://files.example/a.pdf");
}

TEST_P(TelegramMedia, SendsTheBytesOfUploads) {
  const std::string bytes = png_bytes(700'000);
  const json photo{{"message_type", "IMAGE"},
                   {"attachments", {uploaded(bytes, "image/png", "a.png")}},
                   {"options", {{"parse_mode", "HTML"}, {"has_spoiler", true}}}};
  const TelegramSeen seen = taken(photo, "<b>Caf\xC3\xA9</b>");
  EXPECT_EQ(seen.method, "sendPhoto");
  EXPECT_EQ(seen.parameters.at("caption"), "<b>Caf\xC3\xA9</b>");
  ASSERT_TRUE(seen.files.contains("photo"));
  EXPECT_TRUE(seen.files.at("photo").bytes == bytes);
  EXPECT_EQ(seen.files.at("photo").name, "a.png");
  EXPECT_EQ(seen.files.at("photo").type, "image/png");
  const json file{{"message_type", "FILE"},
                  {"attachments", {uploaded("%PDF-1.7", "application/pdf", "b.pdf")}}};
  EXPECT_EQ(taken(file).files.at("document").bytes, "%PDF-1.7");
}

TEST_P(TelegramMedia, GivesAnUploadTheTimeThatItsBytesTake) {
  json hasty = telegram_channel(home_.telegram, fresh_text("hasty"), json::object());
  hasty["timeout_seconds"] = 1;
  const json channel{{"channel_id", home_.house.tenant.make_channel(hasty)}};
  EXPECT_EQ(send({TelegramMood::Slow}, "UNKNOWN", channel).at("error").at("code"), "timeout");
  json upload{{"message_type", "IMAGE"},
              {"attachments", {uploaded(png_bytes(1'000'000), "image/png", "a.png")}}};
  upload.update(channel);
  EXPECT_EQ(send({TelegramMood::Slow}, "SENT", upload).at("attempts").size(), 1U)
      << "a second and what a megabyte takes at 128 KiB a second";
}

TEST_P(TelegramMedia, SendsSeveralFilesAsAnAlbum) {
  const std::string bytes = png_bytes(20'000);
  const json album{
      {"message_type", "IMAGE"},
      {"attachments", {uploaded(bytes, "image/png", "a.png"), {{"url", "https://files.example/b"}}}}};
  const TelegramSeen seen = taken(album, "Both");
  EXPECT_EQ(seen.method, "sendMediaGroup");
  EXPECT_EQ(seen.parameters.at("media").at(0).at("caption"), "Both");
  EXPECT_EQ(seen.parameters.at("media").at(1).at("media"), "https://files.example/b");
  EXPECT_TRUE(seen.files.at("file0").bytes == bytes);
}

TEST_P(TelegramMedia, SendsPlaces) {
  const auto place = [&](const json& location) {
    return taken({{"message_type", "LOCATION"}, {"options", {{"location", location}}}});
  };
  EXPECT_EQ(place({{"latitude", 12.5}, {"longitude", 77.25}}).method, "sendLocation");
  EXPECT_EQ(
      place({{"latitude", 12.5}, {"longitude", 77.25}, {"title", "Office"}, {"address", "1 Road"}}).method,
      "sendVenue");
}

TEST_P(TelegramMedia, RefusesAtTheDoorWhatIsLargerThanBotsMaySend) {
  const json reply =
      json::parse(home_.house.tenant
                      .post({{"channel_id", home_.channel},
                             {"to_address", std::to_string(chat_)},
                             {"message_type", "FILE"},
                             {"attachments", {{{"url", "https://files.example/a"}, {"size", 52'428'801}}}}})
                      .body);
  EXPECT_EQ(reply.at("status"), 400) << reply;
}

TEST_P(TelegramMedia, KeepsTheLargestSizeOfAPhoto) {
  const std::string bytes = png_bytes(250'000);
  const std::string id = home_.telegram.keep({"", "image/png", bytes});
  const json update = home_.telegram.put("message", telegram_photo(chat_, id, bytes.size()));
  EXPECT_EQ(push(home_.telegram.bot().webhook_secret, update), 200);
  const json files = received_files();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "STORED") << files;
  EXPECT_EQ(files[0].at("content_type"), "image/png") << "the bytes are believed";
  EXPECT_TRUE(bytes_of(home_.house.tenant, files[0]) == bytes);
  EXPECT_EQ(home_.house.daemon.log().find(home_.telegram.bot().token.substr(7)), std::string::npos);
}

TEST_P(TelegramMedia, GivesUpAFileThatIsLargerThanBotsMayHave) {
  const std::string id = home_.telegram.keep({"", "image/png", "PNG"});
  const json update = home_.telegram.put("message", telegram_photo(chat_, id, 20'971'521));
  EXPECT_EQ(push(home_.telegram.bot().webhook_secret, update), 200);
  const json files = received_files();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "FAILED");
  EXPECT_EQ(files[0].at("reason"), "file_too_big") << files;
}

HERALD_ON_BOTH_DATABASES(TelegramMedia);

}  // namespace
}  // namespace herald::test
