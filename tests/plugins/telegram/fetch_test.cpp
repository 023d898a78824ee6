#include "plugins/providers/telegram/fetch.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

const json kFound{{"file_path", "photos/file_1.jpg"}};

json media_input(const json& more = json::object()) {
  json media{{"ref", "AgACAgIAAxkBAAM"}, {"content_type", "image/jpeg"}};
  media.update(more);
  return {{"now_ms", 1732357000000}, {"media", media}};
}

json place_of(const json& result) {
  const json body{{"ok", true}, {"result", result}};
  return answered("fetch_media", media_input(), {.body = body.dump()});
}

json after(const herald::testing::ProviderAnswer& answer, const json& state = json::object(),
           const json& more = json::object()) {
  return answered("fetch_media", media_input(more), answer, state).at("verdict");
}

herald::testing::ProviderAnswer error(int status, const std::string& description) {
  const json body{{"ok", false}, {"error_code", status}, {"description", description}};
  return {.status = status, .body = body.dump()};
}

TEST(TelegramFetch, AsksWhereTheFileIs) {
  const json request = plan("fetch_media", media_input(), account()).at("request");
  EXPECT_TRUE(request.at("url").get<std::string>().ends_with("/getFile"));
  EXPECT_EQ(json::parse(request.at("body").at(0).at("text").get<std::string>()),
            (json{{"file_id", "AgACAgIAAxkBAAM"}}));
  EXPECT_EQ(request.at("commits"), false);
  EXPECT_FALSE(request.contains("media"));
  EXPECT_EQ(plan("fetch_media", media_input({{"ref", ""}}), account()).at("verdict").at("code"), "media_ref");
}

TEST(TelegramFetch, ThenFetchesItsBytesByAnUrlThatIsRedacted) {
  EXPECT_EQ(place_of({{"file_id", "A"}, {"file_path", "photos/file_1.jpg"}}),
            (json{{"continue", {{"state", kFound}}}}));
  const json request = plan("fetch_media", media_input(), account(), kFound).at("request");
  EXPECT_EQ(request.at("url"),
            "https://api.telegram.org/file/bot" + std::string(kToken) + "/photos/file_1.jpg");
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("media"), true);
  EXPECT_EQ(request.at("commits"), false);
  EXPECT_EQ(request.at("redact"), json::array({kToken, kToken.substr(7), kSecret}));
}

TEST(TelegramFetch, TellsTheTypeAndNameOfTheBytesThatTheHostKept) {
  const herald::testing::ProviderAnswer answer{.headers_json = R"([["Content-Type","application/pdf"]])"};
  EXPECT_EQ(after(answer, kFound, {{"name", "a.jpg"}}),
            (json{{"kind", "media"}, {"content_type", "image/jpeg"}, {"name", "a.jpg"}}));
  EXPECT_EQ(after(answer, kFound, {{"content_type", ""}}).at("content_type"), "application/pdf");
}

TEST(TelegramFetch, StaysBelowTheBotsFiles) {
  for (const char* path : {"photos/file_1.jpg", "a", "a-b/c_d/E.9"}) EXPECT_TRUE(is_file_path(path)) << path;
  for (const char* path :
       {"", "/etc/passwd", "../x", "a/../b", "a//b", "a/", "a/.", "a?b", "a b", "a%2e", "\\\\host", "a#b"}) {
    EXPECT_FALSE(is_file_path(path)) << path;
    EXPECT_EQ(place_of({{"file_path", path}}).at("verdict").at("kind"), "retry") << path;
  }
  EXPECT_TRUE(is_file_path(std::string(512, 'a')));
  EXPECT_FALSE(is_file_path(std::string(513, 'a')));
  EXPECT_EQ(plan("fetch_media", media_input(), account(), {{"file_path", "../x"}}).at("verdict").at("kind"),
            "rejected");
  EXPECT_EQ(place_of({{"file_id", "A"}}).at("verdict").at("code"), "unreadable_answer");
  EXPECT_EQ(place_of(json::array()).at("verdict").at("code"), "unreadable_answer");
}

TEST(TelegramFetch, AsksForNothingThatBotsMayNotDownload) {
  constexpr std::int64_t kMost = 20 * 1024 * 1024;
  EXPECT_TRUE(plan("fetch_media", media_input({{"size", kMost}}), account()).contains("request"));
  const json verdict = plan("fetch_media", media_input({{"size", kMost + 1}}), account()).at("verdict");
  EXPECT_EQ(verdict.at("kind"), "rejected");
  EXPECT_EQ(verdict.at("code"), "file_too_big");
}

TEST(TelegramFetch, KnowsWhatIsGoneForGood) {
  const auto kind = [](const herald::testing::ProviderAnswer& answer, const json& state = json::object()) {
    return after(answer, state).at("kind").get<std::string>();
  };
  EXPECT_EQ(kind(error(400, "Bad Request: file is too big")), "rejected");
  EXPECT_EQ(kind(error(400, "Bad Request: wrong remote file identifier specified: x")), "rejected");
  EXPECT_EQ(kind(error(400, "Bad Request: wrong file_id or the file is temporarily unavailable")), "retry");
  EXPECT_EQ(kind(error(401, "Unauthorized")), "auth_failed");
  EXPECT_EQ(kind(error(404, "Not Found")), "retry") << "a wrong api_url can be mended";
  EXPECT_EQ(kind(error(429, "Too Many Requests: retry after 5")), "rate_limited");
  for (const int status : {200, 500, 502, 503, 504})
    EXPECT_EQ(kind({.status = status, .body = "<html>"}), "retry") << status;
  for (const int status : {400, 404, 500, 502, 503})
    EXPECT_EQ(kind({.status = status, .body = "<html>"}, kFound), "retry") << status;
  EXPECT_EQ(kind(error(401, "Unauthorized"), kFound), "auth_failed");
}

}  // namespace
}  // namespace herald::telegram::testing
