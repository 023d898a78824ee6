// Files and places by the strict server: good requests are taken, and one mutation for every rule is refused.
#include <gtest/gtest.h>

#include "tests/support/http_client.hpp"
#include "tests/support/mailgun_wire.hpp"
#include "tests/support/telegram_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr std::size_t kMiB = std::size_t{1} << 20U;

RawRequest posted_to(const std::string& method, const std::string& type, const std::string& body) {
  return {"POST /bot" + TelegramBot{}.token + "/" + method +
              " HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: " + type +
              "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n",
          body, 0};
}

/// The status that a call with these parameters meets.
int json_status(const std::string& method, json changes, const std::string& without = {}) {
  json body{{"chat_id", 987654321}};
  body.update(changes);
  if (!without.empty()) body.erase(without);
  const auto wrong = read_telegram_call({}, posted_to(method, "application/json", body.dump())).wrong;
  return wrong ? wrong->status : 200;
}

int form_status(const std::string& method, MailFields fields) {
  fields.insert(fields.begin(), {.name = "chat_id", .value = "987654321"});
  const auto wrong = read_telegram_call({}, posted_to(method, "multipart/form-data; boundary=hb7",
                                                      write_mail_parts(fields, "hb7")))
                         .wrong;
  return wrong ? wrong->status : 200;
}

MailField file_part(const std::string& name, const std::string& bytes = "PNG") {
  return {name, bytes, "a.png", "image/png"};
}

json photo_item(const std::string& media = "https://a.example/a") {
  return {{"type", "photo"}, {"media", media}};
}

TEST(TelegramFileRules, TakeFilesByUrl) {
  const std::string url = "https://files.example/a";
  for (const auto& [method, field] : std::map<std::string, std::string>{{"sendPhoto", "photo"},
                                                                        {"sendVideo", "video"},
                                                                        {"sendAnimation", "animation"},
                                                                        {"sendAudio", "audio"},
                                                                        {"sendVoice", "voice"},
                                                                        {"sendDocument", "document"}})
    EXPECT_EQ(json_status(method, {{field, url}, {"caption", "Look"}}), 200) << method;
  EXPECT_EQ(json_status("sendMediaGroup", {{"media", {photo_item(), photo_item()}}}), 200);
  EXPECT_EQ(json_status("getFile", {{"file_id", "A1"}}, "chat_id"), 200);
}

TEST(TelegramFileRules, TakeFilesThatComeAlong) {
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo"), {"caption", "Look"}, {"has_spoiler", "true"}}),
            200);
  EXPECT_EQ(form_status("sendDocument", {{"document", "attach://f"}, file_part("f")}), 200);
  const json album{photo_item("attach://file0"), photo_item("attach://file1")};
  EXPECT_EQ(form_status("sendMediaGroup", {{"media", album.dump()}, file_part("file0"), file_part("file1")}),
            200);
}

TEST(TelegramFileRules, RefuseEachMutationOfAFileByUrl) {
  const std::string url = "https://files.example/a";
  const auto photo = [&](const json& changes) {
    json all{{"photo", url}};
    all.update(changes);
    return json_status("sendPhoto", all);
  };
  EXPECT_EQ(json_status("sendPhoto", {{"photo", url}}, "chat_id"), 400);
  EXPECT_EQ(json_status("sendPhoto", {{"video", url}}), 400);
  for (const json& changes :
       {json{{"photo", "file:///etc/passwd"}}, json{{"photo", "attach://x"}}, json{{"photo", ""}},
        json{{"photo", 1}}, json{{"text", "x"}}, json{{"entities", json::array()}},
        json{{"caption", std::string(1025, 'x')}}, json{{"caption", "<p>"}, {"parse_mode", "HTML"}},
        json{{"has_spoiler", "true"}}, json{{"duration", 1}}, json{{"link_preview_options", json::object()}}})
    EXPECT_EQ(photo(changes), 400) << changes;
}

TEST(TelegramFileRules, RefuseEachMutationOfAFileThatComesAlong) {
  EXPECT_EQ(form_status("sendPhoto", {{"caption", "x"}}), 400) << "no file";
  EXPECT_EQ(form_status("sendPhoto", {{"photo", "https://a.example/a"}}), 400) << "a form for nothing";
  EXPECT_EQ(form_status("sendPhoto", {{"photo", "PNG", "", "image/png"}}), 400) << "without a name";
  EXPECT_EQ(form_status("sendPhoto", {{"photo", "PNG", "a.png", ""}}), 400) << "without a type";
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo"), file_part("other")}), 400) << "one too many";
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo"), file_part("photo")}), 400) << "twice";
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo", "")}), 400) << "no bytes";
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo"), {"has_spoiler", "yes"}}), 400) << "no JSON";
  EXPECT_EQ(form_status("sendVideo", {file_part("photo")}), 400) << "of another method";
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo", std::string(10 * kMiB, 'x'))}), 200);
  EXPECT_EQ(form_status("sendPhoto", {file_part("photo", std::string(10 * kMiB + 1, 'x'))}), 400);
  EXPECT_EQ(form_status("sendDocument", {file_part("document", std::string(50 * kMiB + 1, 'x'))}), 400);
}

TEST(TelegramFileRules, RefuseEachMutationOfAnAlbum) {
  const auto album = [](const json& items, const json& more = json::object()) {
    json all{{"media", items}};
    all.update(more);
    return json_status("sendMediaGroup", all);
  };
  const json document{{"type", "document"}, {"media", "https://a.example/a"}};
  EXPECT_EQ(album({document, document}), 200);
  EXPECT_EQ(album({photo_item(), document}), 400);
  EXPECT_EQ(album(json::array({photo_item()})), 400);
  EXPECT_EQ(album(json(11, photo_item())), 400);
  EXPECT_EQ(album({photo_item(), {{"type", "voice"}, {"media", "https://a.example/a"}}}), 400);
  EXPECT_EQ(album({photo_item(), photo_item("attach://x")}), 400);
  EXPECT_EQ(album({photo_item(), photo_item()}, {{"reply_markup", {{"force_reply", true}}}}), 400);
  EXPECT_EQ(album({photo_item(), photo_item()}, {{"caption", "x"}}), 400);
}

TEST(TelegramFileRules, RefuseEachMutationOfAPlace) {
  const json point{{"latitude", 12.5}, {"longitude", -77}};
  const auto place = [&](const std::string& method, const json& more) {
    json all = point;
    all.update(more);
    return json_status(method, all);
  };
  const json named{{"title", "Office"}, {"address", "1 Road"}};
  EXPECT_EQ(place("sendLocation", {{"live_period", 60}, {"heading", 1}, {"horizontal_accuracy", 1.5}}), 200);
  EXPECT_EQ(place("sendVenue", named), 200);
  EXPECT_EQ(json_status("sendLocation", point, "latitude"), 400);
  for (const json& more :
       {json{{"latitude", 91}}, json{{"longitude", "1"}}, json{{"live_period", 59}}, json{{"heading", 361}},
        json{{"horizontal_accuracy", 1501}}, json{{"text", "x"}}, named})
    EXPECT_EQ(place("sendLocation", more), 400) << more;
  EXPECT_EQ(place("sendVenue", {{"title", "Office"}}), 400);
}

class TelegramFiles : public testing::Test {
 protected:
  HttpReply call(const std::string& method, const std::string& target, const json& body = {}) {
    const auto port =
        static_cast<std::uint16_t>(std::stoi(server_.url().substr(server_.url().rfind(':') + 1)));
    HttpClient client{port};
    if (method == "GET") return client.send({.target = target});
    return client.send({method, target, {{"Content-Type", "application/json"}}, body.dump()});
  }
  std::string path_of(const std::string& id) {
    const HttpReply reply = call("POST", bot_ + "/getFile", {{"file_id", id}});
    return json::parse(reply.body).value("/result/file_path"_json_pointer, "");
  }
  TelegramServer server_;
  std::string bot_{"/bot" + TelegramBot{}.token};
};

TEST_F(TelegramFiles, AreFoundByTheirIdAndServedByTheirPath) {
  const std::string path = path_of(server_.keep({"a.png", "image/png", "PNG"}));
  const HttpReply reply = call("GET", "/file" + bot_ + "/" + path);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "PNG");
  EXPECT_EQ(call("GET", "/file" + bot_ + "/documents/other").status, 404);
  EXPECT_EQ(call("GET", "/file/bot1:x/" + path).status, 401);
}

TEST_F(TelegramFiles, AreNotGivenWhenTheyAreUnknownOrLargerThanBotsMayHave) {
  EXPECT_EQ(path_of("A"), "");
  EXPECT_NE(path_of(server_.keep({"a", "video/mp4", std::string(20 * kMiB, 'x')})), "");
  EXPECT_EQ(path_of(server_.keep({"a", "video/mp4", std::string(20 * kMiB + 1, 'x')})), "");
}

}  // namespace
}  // namespace herald::test
