#include "plugins/providers/smtp/status_table.hpp"

#include <gtest/gtest.h>

#include <set>

namespace herald::smtp {
namespace {

std::string meaning(const std::string& reply) {
  const Meaning found = meaning_of(read_answer(reply + "\r\n").answer);
  return std::string{found.kind} + ' ' + std::string{found.error_class};
}

TEST(SmtpStatus, EveryRegisteredCodeHasAClassOfTheClosedList) {
  const std::set<std::string> classes{
      "invalid_recipient", "blocked",       "content_rejected", "quota",   "auth", "config",
      "transient",         "provider_down", "unsupported",      "internal"};
  // Subjects of RFC 3463 with the highest detail that the registry has.
  const int details[] = {0, 10, 4, 6, 7, 6, 10, 30};
  for (int subject = 0; subject < 8; ++subject)
    for (int detail = 0; detail <= details[subject]; ++detail)
      for (const int severity : {4, 5}) {
        const std::string status =
            std::to_string(severity) + '.' + std::to_string(subject) + '.' + std::to_string(detail);
        const Meaning found = meaning_of({severity * 100 + 99, status, {}});
        EXPECT_TRUE(classes.contains(std::string{found.error_class})) << status;
        if (severity == 4)
          EXPECT_EQ(found.kind, "retry") << status;
        else
          EXPECT_NE(found.kind, "retry") << status;
      }
}

TEST(SmtpStatus, TheEnhancedCodeSaysMoreThanTheBasicOne) {
  EXPECT_EQ(meaning("550 5.1.1 no such user"), "rejected invalid_recipient");
  EXPECT_EQ(meaning("550 5.2.2 mailbox full"), "rejected quota");
  EXPECT_EQ(meaning("550 5.7.1 policy"), "rejected blocked");
  EXPECT_EQ(meaning("550 5.7.26 unauthenticated"), "rejected config");
  EXPECT_EQ(meaning("552 5.3.4 too big"), "rejected content_rejected");
  EXPECT_EQ(meaning("530 5.7.0 authentication required"), "auth_failed auth");
  EXPECT_EQ(meaning("535 5.7.8 bad credentials"), "auth_failed auth");
}

TEST(SmtpStatus, TheBasicCodeServesWhereThereIsNone) {
  EXPECT_EQ(meaning("550 no such user"), "rejected invalid_recipient");
  EXPECT_EQ(meaning("530 authentication required"), "auth_failed auth");
  EXPECT_EQ(meaning("552 full"), "rejected quota");
  EXPECT_EQ(meaning("554 no"), "rejected content_rejected");
  EXPECT_EQ(meaning("599 no"), "rejected content_rejected");
  EXPECT_EQ(meaning("599 5.99.99 no"), "rejected content_rejected");
}

TEST(SmtpStatus, ForNowIsNeverForGood) {
  EXPECT_EQ(meaning("450 4.7.1 greylisted"), "retry transient");
  EXPECT_EQ(meaning("450 4.1.1 unknown for now"), "retry transient");
  EXPECT_EQ(meaning("452 4.2.2 full"), "retry quota");
  EXPECT_EQ(meaning("451 later"), "retry transient");
  EXPECT_EQ(meaning("499 later"), "retry transient");
  EXPECT_EQ(meaning("421 4.7.0 bye"), "retry provider_down");
}

}  // namespace
}  // namespace herald::smtp
