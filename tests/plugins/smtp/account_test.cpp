#include "plugins/providers/smtp/account.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/smtp/talk.hpp"

namespace herald::smtp {
namespace {

using nlohmann::json;

std::string pointers(const json& changes, const json& config = json::object()) {
  json account = testing::account(config);
  account.update(changes);
  std::string all;
  for (const AccountProblem& problem : problems_of(read_account(account.dump())))
    all += problem.pointer + ' ';
  return all;
}

TEST(SmtpAccount, IsFineWithAHostAndAPassword) { EXPECT_EQ(pointers(json::object()), ""); }

TEST(SmtpAccount, NamesWhatIsMissingOrWrong) {
  EXPECT_EQ(pointers(json::object(), {{"host", ""}}), "/config/host ");
  EXPECT_EQ(pointers(json::object(), {{"host", "mail.example.com\r\nQUIT"}}), "/config/host ");
  EXPECT_EQ(pointers(json::object(), {{"port", 70000}}), "/config/port ");
  EXPECT_EQ(pointers({{"api_secret", ""}}), "/api_secret ");
  EXPECT_EQ(pointers({{"api_secret", std::string(256, 'x')}}), "/api_secret ");
  EXPECT_EQ(pointers({{"sender_id", "nobody"}}), "/sender_id ");
  EXPECT_EQ(pointers(json::object(), {{"helo", "two words"}}), "/config/helo ");
  EXPECT_EQ(pointers(json::object(), {{"return_path", "nobody"}}), "/config/return_path ");
}

TEST(SmtpAccount, WantsNoPasswordInTheClearButOnTheLoopback) {
  EXPECT_EQ(pointers(json::object(), {{"tls", "none"}}), "/config/tls ");
  EXPECT_EQ(pointers(json::object(), {{"tls", "none"}, {"plain_auth", true}}), "/config/tls ");
  EXPECT_EQ(pointers(json::object(), {{"tls", "none"}, {"plain_auth", true}, {"host", "127.0.0.1"}}), "");
}

TEST(SmtpAccount, TakesThePortOfItsMode) {
  EXPECT_EQ(read_account(testing::account().dump()).port, 587);
  EXPECT_EQ(read_account(testing::account({{"tls", "implicit"}}).dump()).port, 465);
  EXPECT_EQ(read_account(testing::account({{"tls", "none"}}).dump()).port, 25);
}

TEST(SmtpAccount, RepeatsNoSecretInAProblem) {
  json account = testing::account();
  account["account_id"] = "";
  for (const AccountProblem& problem : problems_of(read_account(account.dump())))
    EXPECT_EQ(problem.text.find("correct horse"), std::string::npos);
}

TEST(SmtpAddress, IsADotAtomAndADomain) {
  for (const char* good : {"a@b.c", "first.last+tag@example.co.uk", "o'neil@example.net", "bøb@exämple.net"})
    EXPECT_TRUE(is_email(good)) << good;
  for (const char* bad : {"", "@", "a@", "@b.c", "a b@c.d", "a@b..c", ".a@b.c", "a.@b.c", "a@-b.c", "a@b>c",
                          "a@b.c>", "<a@b.c>", "a\r\n@b.c", "a@b.c\r\nDATA", "a@b c"})
    EXPECT_FALSE(is_email(bad)) << bad;
  EXPECT_FALSE(is_email(std::string(65, 'a') + "@b.c"));
  EXPECT_FALSE(is_email("a@" + std::string(64, 'b') + ".c"));
}

TEST(SmtpAddress, IsReadWithAndWithoutAName) {
  EXPECT_EQ(read_mailbox("Ada <ada@a.b>"), (Mailbox{"ada@a.b", "Ada"}));
  EXPECT_EQ(read_mailbox("\"Ada, L.\" <ada@a.b>"), (Mailbox{"ada@a.b", "Ada, L."}));
  EXPECT_EQ(read_mailbox("<ada@a.b>"), (Mailbox{"ada@a.b", ""}));
  EXPECT_EQ(read_mailbox(" ada@a.b "), (Mailbox{"ada@a.b", ""}));
}

}  // namespace
}  // namespace herald::smtp
