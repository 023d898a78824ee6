#include "plugins/providers/aws_sns/url.hpp"

#include <gtest/gtest.h>

namespace herald::aws_sns {
namespace {

TEST(Url, IsTakenApart) {
  EXPECT_EQ(read_url("HTTPS://SNS.Example:8443/a/b.pem?x=1&y=?"),
            (Url{"https", "sns.example", "8443", "/a/b.pem", "x=1&y=?"}));
  EXPECT_EQ(read_url("http://127.0.0.1"), (Url{"http", "127.0.0.1", "", "/", ""}));
  EXPECT_EQ(read_url("https://a.example?x"), (Url{"https", "a.example", "", "/", "x"}));
}

TEST(Url, LosesThePortOfItsScheme) {
  EXPECT_EQ(authority_of(*read_url("https://a.example:443/")), "a.example");
  EXPECT_EQ(authority_of(*read_url("http://a.example:0080/")), "a.example");
  EXPECT_EQ(authority_of(*read_url("https://a.example:80/")), "a.example:80");
  EXPECT_EQ(origin_of(*read_url("http://A.example:443/x?y")), "http://a.example:443");
}

TEST(Url, HasNothingThatHidesItsHost) {
  for (const char* bad : {"",
                          "https",
                          "https://",
                          "https:///x",
                          "//a.example",
                          "a.example",
                          "ftp://a.example",
                          "https://u@a.example",
                          "https://u:p@a.example",
                          "https://a.example#x",
                          "https://a.example/#x",
                          "https://a.example\\.b/",
                          "https://a.example /",
                          "https://a.example:",
                          "https://a.example:x",
                          "https://a.example:0",
                          "https://a.example:65536",
                          "https://a.example:99999999999999999999",
                          "https://.a",
                          "https://-a",
                          "https://a_b",
                          "https://[::1]",
                          "https://a%2eb",
                          "https://\xC3\xA4.example",
                          "https://a.example/\n",
                          " https://a.example"})
    EXPECT_FALSE(read_url(bad).has_value()) << bad;
  EXPECT_FALSE(read_url("https://" + std::string(254, 'a')).has_value());
}

}  // namespace
}  // namespace herald::aws_sns
