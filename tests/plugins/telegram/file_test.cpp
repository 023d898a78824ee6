#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"
#include "tests/support/telegram_wire.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

constexpr std::int64_t kMiB = 1024 * 1024;

json by_url(const json& more = json::object()) {
  json file{{"url", "https://files.example/a"}};
  file.update(more);
  return file;
}

json by_blob(const std::string& blob, const json& more = json::object()) {
  json file{{"blob", blob},
            {"url", "https://herald.example/a"},
            {"content_type", "image/png"},
            {"name", "caf\xC3\xA9.png"},
            {"size", 3}};
  file.update(more);
  return file;
}

json with_files(const std::string& type, const std::vector<json>& files,
                const json& options = json::object()) {
  return {{"type", type}, {"text", ""}, {"attachments", files}, {"options", options}};
}

/// The planned call as the far side reads it, each blob being its own name.
test::TelegramCall called(const json& message) {
  const json planned = plan("send", message_input(message), account());
  if (!planned.contains("request")) return {.wrong = test::TelegramError{0, planned.dump(), ""}};
  const json& request = planned.at("request");
  std::string body;
  for (const json& one : request.at("body"))
    body += one.contains("blob") ? one.at("blob").get<std::string>() : one.at("text").get<std::string>();
  std::string head = "POST " + request.at("url").get<std::string>().substr(24) + " HTTP/1.1\r\nHost: a\r\n";
  for (const json& one : request.at("headers"))
    head += one.at(0).get<std::string>() + ": " + one.at(1).get<std::string>() + "\r\n";
  return test::read_telegram_call(
      {.token = std::string(kToken)},
      {head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n", body, 0});
}

/// What is wrong with it; empty when the far side takes it.
std::string complaint(const json& message) {
  const auto call = called(message);
  return call.wrong ? call.wrong->description + ": " + call.wrong->rule : "";
}

std::string refusal(const json& message) {
  const json planned = plan("send", message_input(message), account());
  return planned.contains("verdict") ? planned.at("verdict").at("code").get<std::string>() : "";
}

TEST(SendFile, ChoosesTheMethodByTypeAndOption) {
  const auto method = [](const std::string& type, const json& options = json::object()) {
    const json message = with_files(type, {by_url()}, options);
    EXPECT_EQ(complaint(message), "");
    return called(message).method;
  };
  EXPECT_EQ(method("IMAGE"), "sendPhoto");
  EXPECT_EQ(method("VIDEO"), "sendVideo");
  EXPECT_EQ(method("VIDEO", {{"animation", true}}), "sendAnimation");
  EXPECT_EQ(method("VIDEO", {{"animation", false}}), "sendVideo");
  EXPECT_EQ(method("AUDIO"), "sendAudio");
  EXPECT_EQ(method("AUDIO", {{"voice", true}}), "sendVoice");
  EXPECT_EQ(method("FILE"), "sendDocument");
}

TEST(SendFile, LetsTelegramFetchAnUrl) {
  json message = with_files("IMAGE", {by_url()}, {{"parse_mode", "HTML"}, {"has_spoiler", true}});
  message["text"] = "<b>Look</b>";
  EXPECT_EQ(called(message).parameters, (json{{"chat_id", 987654321},
                                              {"photo", "https://files.example/a"},
                                              {"caption", "<b>Look</b>"},
                                              {"parse_mode", "HTML"},
                                              {"has_spoiler", true}}));
}

TEST(SendFile, SendsBytesAlongWhereTheHostHasThem) {
  json message = with_files("IMAGE", {by_blob("b1")},
                            {{"has_spoiler", true}, {"reply_markup", {{"force_reply", true}}}});
  message["text"] = "Look";
  EXPECT_EQ(complaint(message), "");
  const auto call = called(message);
  EXPECT_EQ(call.parameters, (json{{"chat_id", 987654321},
                                   {"caption", "Look"},
                                   {"has_spoiler", true},
                                   {"reply_markup", {{"force_reply", true}}}}));
  ASSERT_EQ(call.files.size(), 1U);
  const test::TelegramFile& file = call.files.at("photo");
  EXPECT_EQ(file.bytes, "b1");
  EXPECT_EQ(file.name, "caf\xC3\xA9.png");
  EXPECT_EQ(file.type, "image/png");
  EXPECT_EQ(plan("send", message_input(message), account()).at("request").at("commits"), true);
}

TEST(SendFile, WritesANameThatCannotLeaveItsQuotes) {
  for (const char* name : {"a\"\r\nX-Evil: 1\\.png", "", "\r\n"}) {
    const json message = with_files("FILE", {by_blob("b1", {{"name", name}})});
    EXPECT_EQ(complaint(message), "") << name;
    EXPECT_EQ(called(message).files.size(), 1U) << name;
  }
}

TEST(SendFile, MakesAnAlbumOfSeveral) {
  json message = with_files("IMAGE", {by_blob("b1"), by_url(), by_blob("b2")},
                            {{"has_spoiler", true}, {"parse_mode", "HTML"}, {"disable_notification", true}});
  message["text"] = "Look";
  EXPECT_EQ(complaint(message), "");
  const auto call = called(message);
  EXPECT_EQ(call.method, "sendMediaGroup");
  EXPECT_EQ(call.parameters.at("disable_notification"), true);
  EXPECT_EQ(call.parameters.at("media"),
            (json{{{"type", "photo"},
                   {"media", "attach://file0"},
                   {"caption", "Look"},
                   {"parse_mode", "HTML"},
                   {"has_spoiler", true}},
                  {{"type", "photo"}, {"media", "https://files.example/a"}, {"has_spoiler", true}},
                  {{"type", "photo"}, {"media", "attach://file2"}, {"has_spoiler", true}}}));
  EXPECT_EQ(call.files.at("file0").bytes, "b1");
  EXPECT_EQ(call.files.at("file2").bytes, "b2");
}

TEST(SendFile, IsKnownByTheFirstMessageOfItsAlbum) {
  const json answer{
      {"ok", true},
      {"result", {{{"message_id", 7}, {"chat", {{"id", 5}}}}, {{"message_id", 8}, {"chat", {{"id", 5}}}}}}};
  EXPECT_EQ(verdict({.body = answer.dump()}).at("ids").at("provider_id"), "5:7");
  EXPECT_EQ(verdict({.body = R"({"ok":true,"result":[]})"}).at("kind"), "unknown");
  EXPECT_EQ(verdict({.body = R"({"ok":true,"result":true})"}).at("kind"), "unknown");
}

TEST(SendFile, TakesTenOfAnAlbumAndOneOfWhatHasNone) {
  EXPECT_EQ(complaint(with_files("FILE", std::vector<json>(10, by_url()))), "");
  EXPECT_EQ(refusal(with_files("FILE", std::vector<json>(11, by_url()))), "attachments");
  EXPECT_EQ(refusal(with_files("IMAGE", {})), "attachments");
  EXPECT_EQ(refusal(with_files("AUDIO", {by_url(), by_url()}, {{"voice", true}})), "attachments");
  EXPECT_EQ(refusal(with_files("VIDEO", {by_url(), by_url()}, {{"animation", true}})), "attachments");
  EXPECT_EQ(refusal(with_files("IMAGE", {by_url(), by_url()}, {{"reply_markup", {{"force_reply", true}}}})),
            "option");
}

TEST(SendFile, KeepsTheSizesOfEachWay) {
  const auto size = [](const std::string& type, const json& file) {
    return refusal(with_files(type, {file}));
  };
  EXPECT_EQ(size("IMAGE", by_blob("b1", {{"size", 10 * kMiB}})), "");
  EXPECT_EQ(size("IMAGE", by_blob("b1", {{"size", 10 * kMiB + 1}})), "file_size");
  EXPECT_EQ(size("IMAGE", by_url({{"size", 5 * kMiB}})), "");
  EXPECT_EQ(size("IMAGE", by_url({{"size", 5 * kMiB + 1}})), "file_size");
  for (const char* type : {"VIDEO", "AUDIO", "FILE"}) {
    EXPECT_EQ(size(type, by_blob("b1", {{"size", 50 * kMiB}})), "") << type;
    EXPECT_EQ(size(type, by_blob("b1", {{"size", 50 * kMiB + 1}})), "file_size") << type;
    EXPECT_EQ(size(type, by_url({{"size", 20 * kMiB}})), "") << type;
    EXPECT_EQ(size(type, by_url({{"size", 20 * kMiB + 1}})), "file_size") << type;
  }
  EXPECT_EQ(size("FILE", by_blob("b1", {{"size", 0}})), "file_size");
  EXPECT_EQ(refusal(with_files("FILE", std::vector<json>(2, by_blob("b1", {{"size", 25 * kMiB}})))), "");
  EXPECT_EQ(refusal(with_files("FILE", std::vector<json>(2, by_blob("b1", {{"size", 25 * kMiB + 1}})))),
            "file_size");
}

TEST(SendFile, NamesNoFileOfAServersOwnDisk) {
  for (const char* url : {"file:///etc/passwd", "AgACAgIAAxkBAAM", "attach://x", ""})
    EXPECT_EQ(refusal(with_files("IMAGE", {json{{"url", url}}})), "media_url") << url;
}

TEST(SendFile, LetsTelegramFetchNoOtherVoiceThanOgg) {
  const auto voice = [](const json& file) { return refusal(with_files("AUDIO", {file}, {{"voice", true}})); };
  EXPECT_EQ(voice(by_url()), "");
  EXPECT_EQ(voice(by_url({{"content_type", "audio/ogg; codecs=opus"}})), "");
  EXPECT_EQ(voice(by_url({{"content_type", "audio/mpeg"}})), "content_type");
  EXPECT_EQ(voice(by_blob("b1", {{"content_type", "audio/mpeg"}})), "");
}

TEST(SendFile, TakesACaptionOf1024UnitsAndRefusesOneMore) {
  json message = with_files("IMAGE", {by_url()});
  message["text"] = std::string(1024, 'x');
  EXPECT_EQ(complaint(message), "");
  message["text"] = std::string(1025, 'x');
  EXPECT_EQ(refusal(message), "text_too_long");
  message["options"] = {{"parse_mode", "HTML"}};
  message["text"] = "<b>" + std::string(1024, 'x') + "</b>";
  EXPECT_EQ(complaint(message), "");
}

TEST(SendFile, CallsTheMarkupOfACaptionByItsName) {
  const json bold{{{"type", "bold"}, {"offset", 0}, {"length", 1}}};
  json message = with_files("IMAGE", {by_url()}, {{"entities", bold}});
  message["text"] = "x";
  EXPECT_EQ(called(message).parameters.at("caption_entities"), bold);
  message["options"]["parse_mode"] = "HTML";
  EXPECT_EQ(refusal(message), "markup_twice");
}

TEST(SendFile, RefusesOptionsOfOtherMessages) {
  const std::vector<json> url{by_url()};
  EXPECT_EQ(refusal(with_files("IMAGE", url, {{"duration", 5}})), "option");
  EXPECT_EQ(refusal(with_files("IMAGE", url, {{"link_preview_options", json::object()}})), "option");
  EXPECT_EQ(refusal(with_files("IMAGE", url, {{"voice", true}})), "option");
  EXPECT_EQ(refusal(with_files("AUDIO", url, {{"has_spoiler", true}})), "option");
  EXPECT_EQ(refusal({{"options", {{"caption", "x"}}}}), "option");
  EXPECT_EQ(refusal({{"options", {{"location", {{"latitude", 1}, {"longitude", 1}}}}}}), "option");
}

TEST(SendPlace, BecomesALocationOrAPlaceThatHasAName) {
  const auto place = [](const json& more) {
    json location{{"latitude", 12.5}, {"longitude", 77.25}};
    location.update(more);
    return json{{"type", "LOCATION"}, {"text", ""}, {"options", {{"location", location}}}};
  };
  EXPECT_EQ(complaint(place({{"live_period", 60}})), "");
  EXPECT_EQ(called(place(json::object())).method, "sendLocation");
  EXPECT_EQ(called(place(json::object())).parameters,
            (json{{"chat_id", 987654321}, {"latitude", 12.5}, {"longitude", 77.25}}));
  const json named{{"title", "Office"}, {"address", "1 Road"}};
  EXPECT_EQ(complaint(place(named)), "");
  EXPECT_EQ(called(place(named)).method, "sendVenue");
  EXPECT_EQ(refusal(place({{"title", "Office"}})), "location");
  json wandering = named;
  wandering["live_period"] = 60;
  EXPECT_EQ(refusal(place(wandering)), "location");
  EXPECT_EQ(refusal({{"type", "LOCATION"}, {"text", ""}}), "location_missing");
  json spoken = place(json::object());
  spoken["text"] = "Here";
  EXPECT_EQ(refusal(spoken), "text");
  json laden = place(json::object());
  laden["attachments"] = json::array({by_url()});
  EXPECT_EQ(refusal(laden), "attachments");
}

}  // namespace
}  // namespace herald::telegram::testing
