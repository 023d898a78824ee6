#include "plugins/providers/mailgun/fetch.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {
namespace {

using nlohmann::json;

const std::string kStored =
    "https://sw.api.mailgun.net/v3/domains/mg.herald.example/messages/K1/attachments/0";

json media_input(const json& more = json::object()) {
  json media{{"url", kStored}, {"name", "a.png"}};
  media.update(more);
  return {{"now_ms", kNow}, {"media", media}};
}

json after(const herald::testing::ProviderAnswer& answer, const json& more = json::object()) {
  const std::string input = media_input(more).dump();
  const std::string channel = account().dump();
  return json::parse(
             plugin().on_response({.op = "fetch_media", .input = input, .account = channel}, answer).json)
      .at("verdict");
}

TEST(MailgunFetch, AsksMailgunWithItsKey) {
  const json request = plan("fetch_media", media_input(), account()).at("request");
  EXPECT_EQ(request.at("url"), kStored);
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("media"), true);
  EXPECT_EQ(request.at("commits"), false);
  const std::string header = request.at("headers").at(0).at(1);
  EXPECT_EQ(header, "Basic " + test::base64("api:" + account().at("api_key").get<std::string>()));
  EXPECT_EQ(request.at("redact"), json::array({header.substr(6)}));
}

TEST(MailgunFetch, GivesTheKeyToMailgunOnly) {
  for (const char* url : {"", "http://sw.api.mailgun.net/a", "https://mailgun.net.evil.example/a",
                          "https://a@evil.example/.mailgun.net", "https://files.example/a"})
    EXPECT_EQ(plan("fetch_media", media_input({{"url", url}}), account()).at("verdict").at("code"),
              "media_url")
        << url;
}

TEST(MailgunFetch, TellsTheTypeThatTheMailHas) {
  const herald::testing::ProviderAnswer typed{.headers_json = R"([["Content-Type","image/webp"]])"};
  EXPECT_EQ(after(typed, {{"content_type", "image/png"}}),
            (json{{"kind", "media"}, {"content_type", "image/png"}, {"name", "a.png"}}));
  EXPECT_EQ(after(typed).at("content_type"), "image/webp");
  EXPECT_EQ(after({}).at("content_type"), "application/octet-stream");
}

TEST(MailgunFetch, KnowsWhatIsGoneAndWhatIsNot) {
  const auto kind = [](int status) { return after({.status = status}).at("kind").get<std::string>(); };
  for (const int status : {404, 410}) EXPECT_EQ(kind(status), "rejected") << status;
  for (const int status : {401, 403}) EXPECT_EQ(kind(status), "auth_failed") << status;
  EXPECT_EQ(kind(429), "rate_limited");
  for (const int status : {204, 302, 400, 500, 502, 503, 504}) EXPECT_EQ(kind(status), "retry") << status;
}

}  // namespace
}  // namespace herald::mailgun::testing
