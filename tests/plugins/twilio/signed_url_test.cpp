#include "plugins/providers/twilio/signed_url.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace herald::twilio {
namespace {

using Forms = std::vector<std::string>;

TEST(SignedUrl, TriesAnHttpsUrlWithAndWithoutItsPort) {
  EXPECT_EQ(signed_url_forms("https://h.example/p"),
            (Forms{"https://h.example/p", "https://h.example:443/p"}));
  EXPECT_EQ(signed_url_forms("https://h.example:443/p"),
            (Forms{"https://h.example:443/p", "https://h.example/p"}));
}

TEST(SignedUrl, KnowsTheDefaultPortOfHttp) {
  EXPECT_EQ(signed_url_forms("http://h.example/p"), (Forms{"http://h.example/p", "http://h.example:80/p"}));
}

TEST(SignedUrl, TriesAnOddPortAsItIsAndRemoved) {
  EXPECT_EQ(signed_url_forms("https://h.example:8443/p"),
            (Forms{"https://h.example:8443/p", "https://h.example/p"}));
}

TEST(SignedUrl, DropsTheFragment) {
  EXPECT_EQ(signed_url_forms("https://h.example/p#rc=3").front(), "https://h.example/p");
}

TEST(SignedUrl, TriesUserInfoStrippedFirstAndThenAsGiven) {
  EXPECT_EQ(signed_url_forms("https://u:p@h.example/x"),
            (Forms{"https://h.example/x", "https://h.example:443/x", "https://u:p@h.example/x",
                   "https://u:p@h.example:443/x"}));
}

TEST(SignedUrl, TriesTheRootWithAndWithoutSlash) {
  EXPECT_EQ(signed_url_forms("https://h.example/?a=1"),
            (Forms{"https://h.example/?a=1", "https://h.example?a=1", "https://h.example:443/?a=1",
                   "https://h.example:443?a=1"}));
  EXPECT_EQ(signed_url_forms("https://h.example").front(), "https://h.example");
}

TEST(SignedUrl, DoesNotTouchASlashAtTheEndOfALongerPath) {
  for (const std::string& form : signed_url_forms("https://h.example/a/"))
    EXPECT_TRUE(form.ends_with("/a/")) << form;
}

TEST(SignedUrl, TriesAnApostropheEscapedAndTheQueryEncodedAnew) {
  EXPECT_EQ(signed_url_forms("https://h.example/p?n=O'Neil+x"),
            (Forms{"https://h.example/p?n=O'Neil+x", "https://h.example:443/p?n=O'Neil+x",
                   "https://h.example/p?n=O%27Neil+x", "https://h.example:443/p?n=O%27Neil+x",
                   "https://h.example/p?n=O'Neil%20x", "https://h.example:443/p?n=O'Neil%20x"}));
}

TEST(SignedUrl, KeepsTheBracketsOfAnIpv6Host) {
  EXPECT_EQ(signed_url_forms("https://[2001:db8::1]/p"),
            (Forms{"https://[2001:db8::1]/p", "https://[2001:db8::1]:443/p"}));
}

TEST(SignedUrl, NeverTriesMoreThan24FormsNorOneTwice) {
  const Forms forms = signed_url_forms("https://u@h.example/?n=O'Neil+x");
  EXPECT_EQ(forms.size(), 24U);
  EXPECT_EQ(std::set<std::string>(forms.begin(), forms.end()).size(), forms.size());
}

TEST(SignedUrl, ReturnsTextThatIsNoUrlAsItIs) { EXPECT_EQ(signed_url_forms("/p?x#f"), (Forms{"/p?x"})); }

TEST(SignedUrl, EncodesAQueryAsNodeDoes) {
  EXPECT_EQ(query_encode(provider::form_decode("a=1&b=it%27s+so&a=2&c")), "a=1&a=2&b=it's%20so&c=");
}

}  // namespace
}  // namespace herald::twilio
