#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

const std::string kMediaUrl =
    "https://api.twilio.com/2010-04-01/Accounts/" + std::string(kAccountSid) + "/Messages/MM1/Media/ME1";
const std::string kStored = "https://mms.twiliocdn.com/AC1/0f1e2d?Expires=1&Signature=KI4MPwaW";

json media_input(const json& more = json::object()) {
  json media{{"url", kMediaUrl}, {"content_type", "image/jpeg"}};
  media.update(more);
  return {{"now_ms", 1732357000000}, {"media", media}};
}

herald::testing::ProviderAnswer redirect(int status, const std::string& location) {
  return {.status = status, .headers_json = json::array({json::array({"Location", location})}).dump()};
}

json after(const herald::testing::ProviderAnswer& answer, const json& state = json::object()) {
  return answered("fetch_media", media_input(), answer, state);
}

std::string refusal(const std::string& url, const json& channel = account()) {
  const json out = plan("fetch_media", media_input({{"url", url}}), channel);
  return out.contains("request") ? "" : out.at("verdict").at("code").get<std::string>();
}

TEST(TwilioFetch, AsksTwilioWithItsCredentials) {
  const json request = plan("fetch_media", media_input(), account()).at("request");
  EXPECT_EQ(request.at("url"), kMediaUrl);
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("media"), true);
  EXPECT_EQ(request.at("commits"), false);
  const std::string header = request.at("headers").at(0).at(1);
  EXPECT_TRUE(header.starts_with("Basic "));
  EXPECT_EQ(request.at("redact"), json::array({header.substr(6)}));
}

TEST(TwilioFetch, GivesCredentialsToTwilioAndTheChannelsServerOnly) {
  EXPECT_EQ(refusal("https://api.dublin.ie1.twilio.com/a"), "");
  for (const char* url : {"", "http://api.twilio.com/a", "https://api.twilio.com.evil.example/a",
                          "https://api.twilio.com@evil.example/a", "https://mms.twiliocdn.com/a"})
    EXPECT_EQ(refusal(url), "media_url") << url;
  json channel = account();
  channel["api_url"] = "http://127.0.0.1:8090";
  EXPECT_EQ(refusal("http://127.0.0.1:8090/a", channel), "");
  EXPECT_EQ(refusal("http://127.0.0.1:8091/a", channel), "media_url");
}

TEST(TwilioFetch, FollowsARedirectWithoutCredentials) {
  for (const int status : {301, 302, 307, 308})
    EXPECT_EQ(after(redirect(status, kStored)), (json{{"continue", {{"state", {{"url", kStored}}}}}}))
        << status;
  const json request = plan("fetch_media", media_input(), account(), {{"url", kStored}}).at("request");
  EXPECT_EQ(request.at("url"), kStored);
  EXPECT_EQ(request.at("media"), true);
  EXPECT_FALSE(request.contains("headers"));
  EXPECT_EQ(request.at("redact"), json::array({"Expires=1&Signature=KI4MPwaW"}));
}

TEST(TwilioFetch, FollowsToTwiliosStorageOnly) {
  EXPECT_TRUE(
      after(redirect(307, "https://s3-external-1.amazonaws.com/media.twiliocdn.com/a")).contains("continue"));
  for (const char* url : {"", "/a", "http://mms.twiliocdn.com/a", "https://evil.example/a",
                          "https://mms.twiliocdn.com.evil.example/a", "https://api.twilio.com/a"}) {
    EXPECT_EQ(after(redirect(307, url)).at("verdict").at("code"), "media_url") << url;
    if (*url == '\0') continue;
    EXPECT_EQ(plan("fetch_media", media_input(), account(), {{"url", url}}).at("verdict").at("code"),
              "media_url")
        << url;
  }
}

TEST(TwilioFetch, TellsTheTypeOfTheAnswer) {
  const herald::testing::ProviderAnswer typed{.headers_json = R"([["content-type","image/png"]])"};
  for (const json& state : {json::object(), json{{"url", kStored}}}) {
    EXPECT_EQ(after(typed, state).at("verdict"), (json{{"kind", "media"}, {"content_type", "image/png"}}));
    EXPECT_EQ(after({}, state).at("verdict").at("content_type"), "image/jpeg") << "as the event said";
  }
}

TEST(TwilioFetch, KnowsWhatIsGoneAndWhatIsNot) {
  const auto kind = [](int status, const json& state = json::object()) {
    return after({.status = status}, state).at("verdict").at("kind").get<std::string>();
  };
  for (const int status : {404, 410}) EXPECT_EQ(kind(status), "rejected") << status;
  EXPECT_EQ(kind(401), "auth_failed");
  EXPECT_EQ(kind(429), "rate_limited");
  for (const int status : {204, 304, 500, 502, 503}) EXPECT_EQ(kind(status), "retry") << status;
  for (const int status : {301, 403, 404, 500, 503})
    EXPECT_EQ(kind(status, {{"url", kStored}}), "retry") << status;
}

}  // namespace
}  // namespace herald::twilio::testing
