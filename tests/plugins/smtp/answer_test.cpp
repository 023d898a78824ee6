#include "plugins/providers/smtp/answer.hpp"

#include <gtest/gtest.h>

namespace herald::smtp {
namespace {

Read::Kind kind(std::string_view bytes) { return read_answer(bytes).kind; }

TEST(SmtpAnswer, IsOneLineOrSeveral) {
  const Read one = read_answer("250 2.1.5 Ok\r\n354 next");
  EXPECT_EQ(one.answer, (Answer{250, "2.1.5", {"2.1.5 Ok"}}));
  EXPECT_EQ(one.size, 14U);
  const Read many = read_answer("250-a\r\n250-b c\r\n250 d\r\n");
  EXPECT_EQ(many.answer, (Answer{250, "", {"a", "b c", "d"}}));
}

TEST(SmtpAnswer, MayEndInLfAloneAndHaveNoWords) {
  EXPECT_EQ(read_answer("220\n").answer, (Answer{220, "", {""}}));
  EXPECT_EQ(read_answer("220 \r\n").answer, (Answer{220, "", {""}}));
}

TEST(SmtpAnswer, WaitsForItsLastLine) {
  for (const char* bytes : {"", "2", "250", "250 ok", "250 ok\r", "250-ok\r\n", "250-ok\r\n250"})
    EXPECT_EQ(kind(bytes), Read::Kind::More) << bytes;
}

TEST(SmtpAnswer, IsMalformedWhereNothingCanMendIt) {
  for (const char* bytes : {"hello\r\n", "25 ok\r\n", "2500 ok\r\n", "150 ok\r\n", "650 ok\r\n", "250_ok\r\n",
                            "\r\n", "250-ok\r\n251 ok\r\n", "250-ok\r\nok\r\n"})
    EXPECT_EQ(kind(bytes), Read::Kind::Malformed) << bytes;
}

TEST(SmtpAnswer, IsBounded) {
  EXPECT_EQ(kind("250 " + std::string(2044, 'x') + "\n"), Read::Kind::Answer);
  EXPECT_EQ(kind("250 " + std::string(2045, 'x')), Read::Kind::Malformed) << "without its end already";
  std::string lines;
  for (int i = 0; i < 199; ++i) lines += "250-x\r\n";
  EXPECT_EQ(kind(lines + "250 x\r\n"), Read::Kind::Answer);
  EXPECT_EQ(kind(lines + "250-x\r\n250 x\r\n"), Read::Kind::Malformed);
}

TEST(SmtpAnswer, TakesAnEnhancedCodeOnlyOfItsOwnClass) {
  EXPECT_EQ(read_answer("550 5.7.1 no\r\n").answer.status, "5.7.1");
  EXPECT_EQ(read_answer("550 5.123.999 no\r\n").answer.status, "5.123.999");
  for (const char* bytes : {"550 4.7.1 no\r\n", "550 5.7 no\r\n", "550 5.7.1.2 no\r\n", "550 5..1 no\r\n",
                            "550 5.1234.1 no\r\n", "550 5.7.x no\r\n", "550 no 5.7.1\r\n"})
    EXPECT_EQ(read_answer(bytes).answer.status, "") << bytes;
}

TEST(SmtpAnswer, ShowsItsWordsInPrintableAscii) {
  EXPECT_EQ(words_of(read_answer("550-5.1.1 no such\r\n550 5.1.1 user\r\n").answer), "no such user");
  EXPECT_EQ(words_of({.code = 550, .lines = {"a\x01\xff\x7f"}}), "a???");
  EXPECT_EQ(words_of({.code = 550, .lines = {"<bob@example.net>: no (was eve@example.net)"}}),
            "<***>: no (was ***)");
  EXPECT_EQ(words_of({.code = 550, .lines = {std::string(500, 'x')}}).size(), 300U);
}

}  // namespace
}  // namespace herald::smtp
