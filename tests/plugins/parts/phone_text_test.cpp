#include "plugins/providers/parts/phone_text.hpp"

#include <gtest/gtest.h>

#include "plugins/providers/parts/whatsapp_user.hpp"

namespace herald::provider {
namespace {

TEST(PhoneText, CountsCodePointsNotBytes) {
  EXPECT_EQ(code_points("aé€😀"), 4U);
  EXPECT_EQ(code_points(""), 0U);
}

TEST(PhoneText, KnowsE164) {
  for (const char* good : {"+447700900123", "+12", "+123456789012345"}) EXPECT_TRUE(is_e164(good)) << good;
  for (const char* bad :
       {"", "+", "+1", "447700900123", "+0447700900", "+1234567890123456", "+44 7700", "+44a"})
    EXPECT_FALSE(is_e164(bad)) << bad;
}

TEST(PhoneText, ReadsDecimalsExactly) {
  EXPECT_EQ(micros("-0.00750"), -7500);
  EXPECT_EQ(micros("1"), 1'000'000);
  EXPECT_EQ(micros("12.3456785"), 12'345'679);
  EXPECT_EQ(micros("-0.0000004"), 0);
  EXPECT_EQ(micros("999999999999.999999"), 999'999'999'999'999'999);
}

TEST(PhoneText, RefusesWhatIsNoDecimal) {
  for (const char* bad : {"", "-", ".5", "1e3", "0,5", "1.2.3", "1234567890123", " 1"})
    EXPECT_FALSE(micros(bad).has_value()) << bad;
}

TEST(PhoneText, HidesSecretsAndNumbers) {
  EXPECT_EQ(redacted_numbers("key s3cret and s3cret of +447700900123, code 21211, +44", {"s3cret", ""}),
            "key [secret] and [secret] of [number], code 21211, +44");
}

TEST(PhoneText, CutsAtACharacter) {
  std::string text(299, 'a');
  text += "€uro";
  EXPECT_EQ(redacted_numbers(text, {}), std::string(299, 'a'));
}

TEST(PhoneText, HidesNumbersWithoutAPlusAndLeavesIdsAlone) {
  EXPECT_EQ(redacted_numbers("to 447700900123: SM00112233 of 0A0000001234ABCD, 123456, a_1234567", {}),
            "to [number]: SM00112233 of 0A0000001234ABCD, 123456, a_1234567");
  EXPECT_EQ(redacted_numbers("4477009", {}), "[number]");
}

TEST(WhatsAppUser, IsACountryADotAndUpTo128LettersAndDigits) {
  EXPECT_TRUE(is_whatsapp_user("US.13491208655302741918"));
  EXPECT_TRUE(is_whatsapp_user("IN." + std::string(128, 'a')));
  EXPECT_FALSE(is_whatsapp_user("IN." + std::string(129, 'a')));
  for (const char* bad : {"", "US.", "US1234", "us.1234", "USA.1234", "US.12-4", "+447700900123", "U..1"})
    EXPECT_FALSE(is_whatsapp_user(bad)) << bad;
}

}  // namespace
}  // namespace herald::provider
