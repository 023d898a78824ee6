#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

const std::string kMediaUrl = "https://api-eu.nexmo.com/v3/media/1f2e3d4c-0000-4000-8000-000000000001";

json media_input(const json& more = json::object()) {
  json media{{"url", kMediaUrl}, {"name", "a.jpg"}};
  media.update(more);
  return {{"now_ms", kNow}, {"media", media}};
}

json after(const herald::testing::ProviderAnswer& answer, const json& more = json::object()) {
  const std::string input = media_input(more).dump();
  const std::string channel = application_account().dump();
  return json::parse(
             plugin().on_response({.op = "fetch_media", .input = input, .account = channel}, answer).json)
      .at("verdict");
}

json planned(const std::string& url, const json& channel = application_account()) {
  return plan("fetch_media", media_input({{"url", url}}), channel);
}

TEST(VonageFetch, AsksVonageWithATokenOfTheApplication) {
  json asked = planned(kMediaUrl);
  const json request = asked.at("request");
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("media"), true);
  EXPECT_EQ(request.at("commits"), false);
  asked["request"]["body"] = {{{"text", ""}}};
  test::VonageTokens used;
  test::VonageAccount far;
  far.public_key = test::vonage_keys().public_pem;
  const auto wrong = test::check_media_request(far, raw_request(asked), kNow / 1000, used);
  EXPECT_FALSE(wrong) << wrong->rule;
  const std::string header = request.at("headers").at(0).at(1);
  EXPECT_EQ(request.at("redact"), json::array({header.substr(7)}));
}

TEST(VonageFetch, GivesTokensToVonageAndTheChannelsServerOnly) {
  const auto headers = [](const std::string& url, const json& channel = application_account()) {
    return planned(url, channel).at("request").contains("headers");
  };
  EXPECT_TRUE(headers("https://api-us.vonage.com/v3/media/1"));
  for (const char* url : {"https://mms.example/a", "https://nexmo.com.evil.example/a",
                          "https://api.nexmo.com@evil.example/a", "https://evilnexmo.com/a"})
    EXPECT_FALSE(headers(url)) << url;
  json own = application_account();
  own["api_url"] = "http://127.0.0.1:8090";
  EXPECT_TRUE(headers("http://127.0.0.1:8090/v3/media/1", own));
  for (const char* url : {"", "http://api.nexmo.com/v3/media/1", "ftp://mms.example/a", "file:///etc/passwd"})
    EXPECT_EQ(planned(url).at("verdict").at("code"), "media_url") << url;
}

TEST(VonageFetch, WaitsForTheKeyOfTheApplication) {
  const json verdict = planned(kMediaUrl, account()).at("verdict");
  EXPECT_EQ(verdict.at("kind"), "retry");
  EXPECT_EQ(verdict.at("class"), "config");
}

TEST(VonageFetch, TellsTheTypeOfTheAnswer) {
  const herald::testing::ProviderAnswer typed{.headers_json = R"([["Content-Type","image/png"]])"};
  EXPECT_EQ(after(typed), (json{{"kind", "media"}, {"content_type", "image/png"}, {"name", "a.jpg"}}));
  EXPECT_EQ(after({}, {{"content_type", "image/jpeg"}}).at("content_type"), "image/jpeg");
  EXPECT_EQ(after({}).at("content_type"), "application/octet-stream");
}

TEST(VonageFetch, KnowsWhatIsGoneAndWhatIsNot) {
  const auto kind = [](int status) { return after({.status = status}).at("kind").get<std::string>(); };
  for (const int status : {404, 410}) EXPECT_EQ(kind(status), "rejected") << status;
  for (const int status : {401, 403}) EXPECT_EQ(kind(status), "auth_failed") << status;
  EXPECT_EQ(kind(429), "rate_limited");
  for (const int status : {500, 502, 503, 504}) EXPECT_EQ(kind(status), "retry") << status;
}

}  // namespace
}  // namespace herald::vonage::testing
