#include "plugins/providers/parts/web_url.hpp"

#include <gtest/gtest.h>

namespace herald::provider {
namespace {

bool fits(std::string_view url, std::string_view api_url = {}) {
  return is_url_of(url, {"files.example.com", "*.cdn.example"}, api_url);
}

TEST(WebUrl, IsOfItsHostsByHttpsOnly) {
  for (const char* url : {"https://files.example.com/a", "https://files.example.com?x=1",
                          "https://a.cdn.example/b", "https://b.a.cdn.example/?q=%20"})
    EXPECT_TRUE(fits(url)) << url;
  for (const char* url :
       {"", "files.example.com/a", "http://files.example.com/a", "https://files.example.com",
        "https://files.example.com.evil.example/a", "https://files.example.com@evil.example/a",
        "https://files.example.com:444/a", "https://evil.example/files.example.com", "https://cdn.example/a",
        "https://.cdn.example/a", "https://evilcdn.example/a", "https://evil.example:443@a.cdn.example/a",
        "https://a.files.example.com/a", "https://files.example.com/a b", "https://files.example.com/a#b",
        "https://evil.example\\@files.example.com/a", "https://FILES.example.com/a"})
    EXPECT_FALSE(fits(url)) << url;
  EXPECT_TRUE(fits("https://files.example.com/" + std::string(3974, 'a')));
  EXPECT_FALSE(fits("https://files.example.com/" + std::string(3975, 'a')));
}

TEST(WebUrl, IsOfTheChannelsOwnServer) {
  EXPECT_TRUE(fits("http://127.0.0.1:8090/media/1", "http://127.0.0.1:8090/base"));
  for (const char* url : {"http://127.0.0.1:8091/a", "https://127.0.0.1:8090/a", "http://127.0.0.1:80901/a"})
    EXPECT_FALSE(fits(url, "http://127.0.0.1:8090/base")) << url;
  EXPECT_FALSE(fits("http://127.0.0.1:8090/media/1"));
}

TEST(WebUrl, HasAnOrigin) {
  EXPECT_EQ(origin_of("https://a.example:8/b?c"), "https://a.example:8");
  EXPECT_EQ(origin_of("https://a.example"), "https://a.example");
  EXPECT_EQ(origin_of("a.example/b"), "");
}

}  // namespace
}  // namespace herald::provider
