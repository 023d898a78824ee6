#include "host/channel_log/secrets.hpp"

#include <gtest/gtest.h>

namespace herald::channel_log {
namespace {

std::string hidden(const std::string& secret, const std::string& text, bool cut_short = false) {
  Secrets secrets;
  secrets.add(secret);
  return secrets.hide(text, cut_short);
}

TEST(Secrets, are_hidden_in_every_spelling) {
  const std::string secret = "a+b /\"\xC3\xA9?";
  for (const char* spelling :
       {"a+b /\"\xC3\xA9?", "a%2Bb%20%2F%22%C3%A9%3F", "a%2bb%20%2f%22%c3%a9%3f", "a%2Bb+%2F%22%C3%A9%3F",
        "YStiIC8iw6k/", "612b62202f22c3a93f", "a+b /\\\"\xC3\xA9?"})
    EXPECT_EQ(hidden(secret, std::string{"<"} + spelling + ">"), "<***>") << spelling;
}

TEST(Secrets, are_hidden_wherever_they_stand) {
  EXPECT_EQ(hidden("abcd", "abcdabcd x abcd"), "****** x ***");
}

TEST(Secrets, of_four_characters_are_hidden_and_shorter_ones_not) {
  EXPECT_EQ(hidden("abcd", "abcd"), "***");
  EXPECT_EQ(hidden("abc", "abc"), "abc");
}

TEST(Secrets, that_lie_in_one_another_leave_no_rest) {
  Secrets secrets;
  secrets.add("token");
  secrets.add("mytoken12");
  EXPECT_EQ(secrets.hide("mytoken12 token"), "*** ***");
}

TEST(Secrets, leave_no_half_at_the_end_of_what_was_cut) {
  const std::string secret = "0123456789";
  for (std::size_t kept = 1; kept < secret.size(); ++kept)
    EXPECT_EQ(hidden(secret, std::string(40, 'x') + secret.substr(0, kept), true).find('0'),
              std::string::npos)
        << kept;
  EXPECT_EQ(hidden(secret, "x0123", true), "");
}

TEST(Secrets, are_known_by_the_name_of_their_field) {
  for (const char* name :
       {"Authorization", "X-API-Key", "x-twilio-signature", "Set-Cookie", "access_token", "PASSWORD"})
    EXPECT_TRUE(names_a_secret(name)) << name;
  for (const char* name : {"Content-Type", "Date", "Idempotency-Key", "To", "Retry-After"})
    EXPECT_FALSE(names_a_secret(name)) << name;
}

}  // namespace
}  // namespace herald::channel_log
