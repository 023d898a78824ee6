#include "plugins/providers/vonage/number.hpp"

#include <gtest/gtest.h>

#include "plugins/providers/vonage/answer.hpp"
#include "plugins/providers/vonage/outbound.hpp"
#include "tests/support/vonage_wire.hpp"

namespace herald::vonage {
namespace {

TEST(Number, LosesItsPlusOnTheWayOutAndGetsItOnTheWayIn) {
  EXPECT_EQ(without_plus("+447700900123"), "447700900123");
  EXPECT_EQ(without_plus("HERALD"), "HERALD");
  EXPECT_EQ(with_plus("447700900123"), "+447700900123");
  for (const char* same : {"12345", "HERALD", "+447700900123", "", "1234567890123456"})
    EXPECT_EQ(with_plus(same), same);
}

TEST(Number, OfARecipientHas7To15Digits) {
  for (const char* good : {"+4477009", "+447700900123", "+123456789012345"}) EXPECT_TRUE(is_recipient(good));
  for (const char* bad : {"+447700", "447700900123", "+1234567890123456", "+0447700900", "", "+44 7700900"})
    EXPECT_FALSE(is_recipient(bad)) << bad;
}

TEST(Number, OfASenderIsOneOrAName) {
  for (const char* good : {"+447700900456", "447700900456", "12345", "HERALD", "Herald2026a", "0a"})
    EXPECT_TRUE(is_sender(good)) << good;
  for (const char* bad : {"", "12", "0447700900", "HERALD SMS", "HeraldServer", "1234567890123456", "Über"})
    EXPECT_FALSE(is_sender(bad)) << bad;
}

TEST(Number, OfPartsIsWhatTheFarSideCounts) {
  for (const char* one : {"x", "[", "\xE2\x82\xAC", "\xD0\x9F", "\xF0\x9F\x98\x80", "\xC3\xA9", "\xC3\xA7"})
    for (const int times : {1, 35, 36, 70, 71, 76, 77, 80, 81, 134, 135, 153, 160, 161, 306, 307}) {
      std::string text;
      for (int i = 0; i < times; ++i) text += one;
      const test::Form form{{"text", text}, {"type", fits_gsm(text) ? "text" : "unicode"}};
      EXPECT_EQ(parts_of(text), test::sms_parts(form)) << one << times;
    }
  EXPECT_TRUE(fits_gsm("Code {1} \xE2\x82\xAC\n"));
  EXPECT_FALSE(fits_gsm("\xC3\xA7")) << "small c with cedilla, of which GSM has the capital only";
}

TEST(ClientRef, SaysHowManyPartsThereAre) {
  const std::string id(36, 'a');
  EXPECT_EQ(client_ref(id, 1), id);
  EXPECT_EQ(client_ref(id, 21), id + "/21");
  EXPECT_EQ(client_ref(std::string(41, 'a'), 1), "");
  const auto read = [](const std::string& text) {
    const Ref ref = read_client_ref(text);
    return ref.attempt_ref + " " + std::to_string(ref.parts);
  };
  EXPECT_EQ(read(id + "/21"), id + " 21");
  EXPECT_EQ(read(id), id + " 1");
  for (const char* plain : {"a/1", "a/", "a/100", "a/x", "/", ""})
    EXPECT_EQ(read(plain), std::string(plain) + " 1");
}

TEST(ErrorText, SaysHowLongToWait) {
  EXPECT_EQ(wait_in_text("Throughput Rate Exceeded - please wait [ 250 ] and retry"), 250);
  EXPECT_EQ(wait_in_text("[999999999999]"), 86'400'000);
  for (const char* none : {"", "wait", "[ soon ]", "[]", "250", "] 250 ["})
    EXPECT_FALSE(wait_in_text(none).has_value()) << none;
}

TEST(ErrorText, NamesTheRecipient) {
  for (const char* yes : {"Invalid value for param: to", "Invalid value for parameter: to", "to: too short",
                          "Invalid to", "parameter $to"})
    EXPECT_TRUE(names_recipient(yes)) << yes;
  for (const char* no :
       {"Invalid value for param: type", "Unable to parse the callback", "", "Invalid token"})
    EXPECT_FALSE(names_recipient(no)) << no;
}

}  // namespace
}  // namespace herald::vonage
