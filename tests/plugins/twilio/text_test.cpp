#include "plugins/providers/twilio/text.hpp"

#include <gtest/gtest.h>

namespace herald::twilio {
namespace {

TEST(Text, CountsCodePointsNotBytes) {
  EXPECT_EQ(code_points("aé€😀"), 4U);
  EXPECT_EQ(code_points(""), 0U);
}

TEST(Text, KnowsE164) {
  for (const char* good : {"+447700900123", "+12", "+123456789012345"}) EXPECT_TRUE(is_e164(good)) << good;
  for (const char* bad :
       {"", "+", "+1", "447700900123", "+0447700900", "+1234567890123456", "+44 7700", "+44a"})
    EXPECT_FALSE(is_e164(bad)) << bad;
}

TEST(Text, KnowsSids) {
  EXPECT_TRUE(is_sid("MG00112233445566778899aabbccddeeff", "MG"));
  EXPECT_FALSE(is_sid("MG00112233445566778899AABBCCDDEEFF", "MG"));
  EXPECT_FALSE(is_sid("AC00112233445566778899aabbccddeeff", "MG"));
  EXPECT_FALSE(is_sid("MG00112233445566778899aabbccddeef", "MG"));
}

TEST(Text, KnowsSenders) {
  for (const char* good : {"+15005550006", "12345", "Herald", "Herald 2026", "a1"})
    EXPECT_TRUE(is_sender(good)) << good;
  for (const char* bad : {"", "12", "123456789", "HeraldServer", "+44 77", "Über"})
    EXPECT_FALSE(is_sender(bad)) << bad;
}

TEST(Text, ReadsDecimalsExactly) {
  EXPECT_EQ(micros("-0.00750"), -7500);
  EXPECT_EQ(micros("1"), 1'000'000);
  EXPECT_EQ(micros("12.3456785"), 12'345'679);
  EXPECT_EQ(micros("-0.0000004"), 0);
  EXPECT_EQ(micros("999999999999.999999"), 999'999'999'999'999'999);
}

TEST(Text, RefusesWhatIsNoDecimal) {
  for (const char* bad : {"", "-", ".5", "1e3", "0,5", "1.2.3", "1234567890123", " 1"})
    EXPECT_FALSE(micros(bad).has_value()) << bad;
}

TEST(Text, HearsAnOptOutOnlyInAWholeBody) {
  for (const char* out :
       {"STOP", " stop\r\n", "StopAll", "unsubscribe", "CANCEL", "end", "quit", "revoke", "OptOut"})
    EXPECT_EQ(keyword_wish(out), Wish::OptOut) << out;
  for (const char* in : {"START", "yes", "Unstop"}) EXPECT_EQ(keyword_wish(in), Wish::OptIn) << in;
  for (const char* none : {"", "  ", "please stop", "STOP it", "HELP", "INFO", "yesterday"})
    EXPECT_EQ(keyword_wish(none), Wish::None) << none;
}

TEST(Text, HidesSecretsAndNumbers) {
  EXPECT_EQ(redacted("key s3cret and s3cret of +447700900123, code 21211, +44", {"s3cret", ""}),
            "key [secret] and [secret] of [number], code 21211, +44");
}

TEST(Text, CutsAtACharacter) {
  std::string text(299, 'a');
  text += "€uro";
  EXPECT_EQ(redacted(text, {}), std::string(299, 'a'));
}

}  // namespace
}  // namespace herald::twilio
