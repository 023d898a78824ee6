#include "plugins/providers/twilio/text.hpp"

#include <gtest/gtest.h>

namespace herald::twilio {
namespace {

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

TEST(Text, TakesThePrefixOfWhatsAppOffOnceAndNothingElse) {
  EXPECT_EQ(without_whatsapp("whatsapp:+447700900123"), "+447700900123");
  EXPECT_EQ(without_whatsapp("whatsapp:whatsapp:+1"), "whatsapp:+1");
  for (const char* other : {"+447700900123", "WhatsApp:+1", "whatsapp", ""})
    EXPECT_EQ(without_whatsapp(other), other);
}

}  // namespace
}  // namespace herald::twilio
