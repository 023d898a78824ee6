#include "host/egress/address.hpp"

#include <gtest/gtest.h>

namespace herald::egress {
namespace {

std::string refusal(std::string_view text) {
  const auto cidr = parse_cidr(text);
  return cidr ? "accepted" : cidr.error().detail;
}

TEST(Address, ReadsBothFamiliesAndWritesTheCanonicalText) {
  EXPECT_EQ(to_text(*parse_address("192.0.2.1")), "192.0.2.1");
  EXPECT_EQ(to_text(*parse_address("2001:DB8:0:0::1")), "2001:db8::1");
}

TEST(Address, RefusesWhatTwoReadersCouldReadDifferently) {
  for (const auto* text : {"", "127.1", "0x7f.0.0.1", "127.0.0.01", "2130706433", "127.0.0.1 ", " ::1",
                           "::1%lo", "[::1]", "localhost", "1.2.3.4.5", ":::"}) {
    EXPECT_FALSE(parse_address(text)) << text;
  }
  EXPECT_FALSE(parse_address(std::string_view{"127.0.0.1\0", 10}));
}

TEST(Cidr, CoversExactlyItsBlock) {
  const auto cidr = *parse_cidr("10.20.16.0/20");
  EXPECT_TRUE(cidr.covers(*parse_address("10.20.16.0")));
  EXPECT_TRUE(cidr.covers(*parse_address("10.20.31.255")));
  EXPECT_FALSE(cidr.covers(*parse_address("10.20.15.255")));
  EXPECT_FALSE(cidr.covers(*parse_address("10.20.32.0")));
}

TEST(Cidr, CoversIpv6BlocksWhosePrefixIsNotAMultipleOfEight) {
  const auto cidr = *parse_cidr("fd00:0:0:8000::/49");
  EXPECT_TRUE(cidr.covers(*parse_address("fd00::ffff:ffff:ffff:ffff:ffff")));
  EXPECT_FALSE(cidr.covers(*parse_address("fd00::7fff:ffff:ffff:ffff:ffff")));
}

TEST(Cidr, ABareAddressStandsForItselfAlone) {
  EXPECT_EQ(parse_cidr("10.0.0.1")->prefix, 32);
  EXPECT_EQ(parse_cidr("fd00::1")->prefix, 128);
  EXPECT_FALSE(parse_cidr("10.0.0.1")->covers(*parse_address("10.0.0.0")));
}

TEST(Cidr, PrefixZeroCoversItsFamilyOnly) {
  EXPECT_TRUE(parse_cidr("0.0.0.0/0")->covers(*parse_address("255.255.255.255")));
  EXPECT_FALSE(parse_cidr("0.0.0.0/0")->covers(*parse_address("::1")));
  EXPECT_FALSE(parse_cidr("::/0")->covers(*parse_address("1.2.3.4")));
}

TEST(Cidr, AnIpv4BlockDoesNotCoverTheMappedForm) {
  EXPECT_FALSE(parse_cidr("127.0.0.0/8")->covers(*parse_address("::ffff:127.0.0.1")));
}

TEST(Cidr, RefusesBitsBehindThePrefixAndShowsTheBlockThatWasMeant) {
  EXPECT_EQ(refusal("10.0.0.1/8"),
            "expected no bits set behind the prefix, as in '10.0.0.0/8', found '10.0.0.1/8'");
  EXPECT_EQ(refusal("fd00::1/64"),
            "expected no bits set behind the prefix, as in 'fd00::/64', found 'fd00::1/64'");
}

TEST(Cidr, RefusesPrefixesOutOfRange) {
  EXPECT_EQ(refusal("10.0.0.0/33"), "expected a prefix length from 0 to 32, found '10.0.0.0/33'");
  EXPECT_EQ(refusal("fd00::/129"), "expected a prefix length from 0 to 128, found 'fd00::/129'");
  for (const auto* text :
       {"10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8x", "10.0.0.0/ 8", "10.0.0.0/8/8"}) {
    EXPECT_NE(refusal(text).find("prefix length"), std::string::npos) << text;
  }
}

TEST(Cidr, RefusesWhatIsNoAddress) {
  EXPECT_EQ(refusal("internal.example/8"),
            "expected an IP address or ADDRESS/PREFIX, found 'internal.example/8'");
  EXPECT_EQ(parse_cidr("").error().reason, "bad_cidr");
}

}  // namespace
}  // namespace herald::egress
