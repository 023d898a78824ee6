#include "plugins/providers/whatsapp/fetch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

const std::string kMediaUrl =
    "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=ATs";

json media_input(const json& more = json::object()) {
  json media{{"ref", "1037543291543636"}, {"content_type", "image/jpeg"}, {"name", "a.jpg"}};
  media.update(more);
  return {{"now_ms", kNow}, {"media", media}};
}

json found_at(const std::string& url, const json& more = json::object()) {
  json out{{"messaging_product", "whatsapp"}, {"url", url}, {"id", "1037543291543636"}};
  out.update(more);
  return answered("fetch_media", media_input(), {.body = out.dump()});
}

json fetched(const herald::testing::ProviderAnswer& answer, const json& state,
             const json& more = json::object()) {
  return answered("fetch_media", media_input(more), answer, state).at("verdict");
}

TEST(Fetch, AsksWhereTheFileIs) {
  const json request = plan("fetch_media", media_input(), account()).at("request");
  EXPECT_EQ(request.at("url"),
            "https://graph.facebook.com/v25.0/1037543291543636?phone_number_id=106540000000001");
  EXPECT_EQ(request.at("method"), "GET");
  EXPECT_EQ(request.at("commits"), false);
  for (const char* ref : {"", "a/b", "1?x", "../1"})
    EXPECT_EQ(plan("fetch_media", media_input({{"ref", ref}}), account()).at("verdict").at("code"),
              "media_ref")
        << ref;
}

TEST(Fetch, ThenFetchesItsBytesWithTheToken) {
  const json next = found_at(kMediaUrl, {{"sha256", "ab"}, {"mime_type", "image/jpeg"}});
  const json state = next.at("continue").at("state");
  EXPECT_EQ(state, (json{{"url", kMediaUrl}, {"sha256", "ab"}, {"mime_type", "image/jpeg"}}));
  const json request = plan("fetch_media", media_input(), account(), state).at("request");
  EXPECT_EQ(request.at("url"), kMediaUrl);
  EXPECT_EQ(request.at("commits"), false);
  EXPECT_EQ(request.at("media"), true);
  EXPECT_EQ(request.at("headers"),
            json::array({json::array({"Authorization", "Bearer " + test::WhatsAppAccount{}.token}),
                         json::array({"User-Agent", "Herald"})}));
}

TEST(Fetch, TellsTheTypeOfTheBytesThatTheHostKept) {
  const herald::testing::ProviderAnswer answer{.headers_json = R"([["Content-Type","image/webp"]])"};
  EXPECT_EQ(fetched(answer, {{"url", kMediaUrl}, {"mime_type", "image/png"}}),
            (json{{"kind", "media"}, {"content_type", "image/png"}, {"name", "a.jpg"}}));
  EXPECT_EQ(fetched(answer, {{"url", kMediaUrl}}).at("content_type"), "image/jpeg") << "as the event said";
  EXPECT_EQ(fetched(answer, {{"url", kMediaUrl}}, {{"content_type", ""}}).at("content_type"), "image/webp");
}

TEST(Fetch, TellsTheDigestThatTheyMustHaveInTheHostsSpelling) {
  const auto told = [](const std::string& digest) {
    return fetched({}, {{"url", kMediaUrl}, {"sha256", digest}}).value("sha256", "none");
  };
  const std::string digest = test::whatsapp_sha256_hex("PNG");
  std::string shouted = digest;
  std::ranges::transform(shouted, shouted.begin(), [](unsigned char c) { return std::toupper(c); });
  EXPECT_EQ(told(digest), digest);
  EXPECT_EQ(told(shouted), digest);
  EXPECT_EQ(told(test::whatsapp_sha256_base64("PNG")), digest);
  for (const char* other : {"", "x", "ab", "YWI="}) EXPECT_EQ(told(other), "none") << other;
}

TEST(Fetch, SendsTheTokenToMetaOnly) {
  const Account plain;
  EXPECT_TRUE(is_media_url(kMediaUrl, plain));
  for (const char* url :
       {"", "lookaside.fbsbx.com/a", "http://lookaside.fbsbx.com/a", "https://lookaside.fbsbx.com",
        "https://lookaside.fbsbx.com.evil.example/a", "https://lookaside.fbsbx.com@evil.example/a",
        "https://lookaside.fbsbx.com:444/a", "https://evil.example/lookaside.fbsbx.com",
        "https://lookaside.fbsbx.com/a b", "https://evil.example\\@lookaside.fbsbx.com/a",
        "https://graph.facebook.com.evil.example/a"})
    EXPECT_FALSE(is_media_url(url, plain)) << url;
  const Account proxied{.api_url = "http://127.0.0.1:8090/base"};
  EXPECT_TRUE(is_media_url("http://127.0.0.1:8090/media/1", proxied));
  EXPECT_FALSE(is_media_url("http://127.0.0.1:8091/media/1", proxied));
  EXPECT_EQ(found_at("https://evil.example/a").at("verdict").at("class"), "config");
  EXPECT_EQ(plan("fetch_media", media_input(), account(), {{"url", "https://evil.example/a"}})
                .at("verdict")
                .at("kind"),
            "rejected");
}

TEST(Fetch, KnowsWhatIsGoneAndWhatIsNot) {
  const auto lookup = [](const herald::testing::ProviderAnswer& answer) {
    return answered("fetch_media", media_input(), answer).at("verdict").at("kind").get<std::string>();
  };
  EXPECT_EQ(lookup(refused_with(400, 100)), "rejected");
  EXPECT_EQ(lookup(refused_with(400, 33)), "rejected");
  EXPECT_EQ(lookup({.status = 404}), "rejected");
  EXPECT_EQ(lookup(refused_with(401, 190)), "auth_failed");
  EXPECT_EQ(lookup(refused_with(400, 4)), "rate_limited");
  for (const int status : {500, 502, 503, 504}) EXPECT_EQ(lookup({.status = status}), "retry") << status;
  EXPECT_EQ(lookup({.body = "<html>"}), "rejected");
  const auto bytes = [](int status) {
    return fetched({.status = status}, {{"url", kMediaUrl}}).at("kind").get<std::string>();
  };
  for (const int status : {401, 404, 500, 502, 503}) EXPECT_EQ(bytes(status), "retry") << status;
  EXPECT_EQ(bytes(429), "rate_limited");
  EXPECT_EQ(bytes(403), "auth_failed");
}

}  // namespace
}  // namespace herald::whatsapp::testing
