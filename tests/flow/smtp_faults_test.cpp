// What becomes of an e-mail when the mail server fails, at each place of the dialogue (design D3).
#include <nlohmann/json.hpp>

#include "tests/flow/smtp_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const SmtpPlace kBeforeTheEnd[] = {SmtpPlace::Greeting,    SmtpPlace::Hello, SmtpPlace::StartTls,
                                   SmtpPlace::SecureHello, SmtpPlace::Auth,  SmtpPlace::Mail,
                                   SmtpPlace::Rcpt,        SmtpPlace::Data};

class SmtpFaults : public testing::TestWithParam<Dialect> {
 protected:
  /// A message that meets one fault, and what it comes to.
  json meets(SmtpPlace place, SmtpFault fault, const std::string& to, const std::string& status) {
    house_.server.fail_once(place, fault);
    // More than the buffers of both sides hold where it breaks within the text, else its end has left.
    std::string text = "Hello\n";
    if (place == SmtpPlace::Text)
      for (int i = 0; i < 9'000; ++i) text += std::string(70, 'x') + '\n';
    return house_.tenant.await(house_.send(channel_, to, {{"message_body", text}}), status);
  }
  static std::string state(const json& message, std::size_t number) {
    return message.at("attempts").at(number).at("state");
  }
  void expect_sent_once_at_the_second_attempt(SmtpPlace place, SmtpFault fault) {
    const std::string to = fresh_address("bob");
    const json message = meets(place, fault, to, "SENT");
    ASSERT_EQ(message.at("status"), "SENT") << static_cast<int>(place) << message.at("attempts").dump();
    ASSERT_EQ(message.at("attempts").size(), 2U) << static_cast<int>(place);
    EXPECT_EQ(state(message, 0), "NOT_SENT") << static_cast<int>(place);
    EXPECT_EQ(house_.server.mails_to(to).size(), 1U) << static_cast<int>(place);
  }
  void expect_sent_once_at_the_second_attempt(SmtpFault fault) {
    for (const SmtpPlace place : kBeforeTheEnd) expect_sent_once_at_the_second_attempt(place, fault);
  }
  /// The server has taken the text; what it answered is no answer.
  void expect_unknown_after_the_end(SmtpFault fault) {
    const std::string to = fresh_address("bob");
    const json message = meets(SmtpPlace::End, fault, to, "UNKNOWN");
    EXPECT_EQ(message.at("status"), "UNKNOWN") << message.dump();
    EXPECT_EQ(state(message, 0), "UNKNOWN");
    EXPECT_EQ(message.at("attempts").size(), 1U);
    EXPECT_EQ(house_.server.mails_to(to).size(), 1U) << "nothing was sent again";
  }
  SmtpHouse& house_ = shared_smtp_house(GetParam());
  std::string channel_ = house_.channel();
};

TEST_P(SmtpFaults, AConnectionThatClosesBeforeTheEndOfTheTextIsTriedAgain) {
  expect_sent_once_at_the_second_attempt(SmtpFault::Close);
}

TEST_P(SmtpFaults, NonsenseBeforeTheEndOfTheTextIsTriedAgain) {
  expect_sent_once_at_the_second_attempt(SmtpFault::Garbage);
}

TEST_P(SmtpFaults, EndlessRepliesBeforeTheEndOfTheTextAreTriedAgain) {
  expect_sent_once_at_the_second_attempt(SmtpFault::Flood);
}

TEST_P(SmtpFaults, AFailureWithinTheTextIsTriedAgain) {
  for (const SmtpFault fault : {SmtpFault::Close, SmtpFault::Garbage, SmtpFault::Flood})
    expect_sent_once_at_the_second_attempt(SmtpPlace::Text, fault);
}

TEST_P(SmtpFaults, SilenceBeforeTheEndOfTheTextIsTriedAgain) {
  house_.server.fail_once(SmtpPlace::Mail, SmtpFault::Silence);
  const std::string to = fresh_address("bob");
  const json message = meets(SmtpPlace::Greeting, SmtpFault::Silence, to, "SENT");
  ASSERT_EQ(message.at("status"), "SENT");
  EXPECT_EQ(message.at("attempts").at(0).at("error").at("code"), "timeout");
  EXPECT_EQ(house_.server.mails_to(to).size(), 1U);
}

TEST_P(SmtpFaults, WhateverFollowsTheEndOfTheTextButAReplyIsUnknown) {
  for (const SmtpFault fault : {SmtpFault::Close, SmtpFault::Garbage, SmtpFault::Flood, SmtpFault::Silence})
    expect_unknown_after_the_end(fault);
}

TEST_P(SmtpFaults, ADaemonThatIsKilledAfterTheEndOfTheTextLeavesItUnknown) {
  SmtpHouse house{GetParam()};
  const std::string slow = house.channel(house.server.port(), json::object(), {{"timeout_seconds", 60}});
  house.server.fail_once(SmtpPlace::End, SmtpFault::Silence);
  const std::string to = fresh_address("bob");
  const std::string id = house.send(slow, to);
  ASSERT_TRUE(eventually([&] { return house.server.mails_to(to).size() == 1; }));
  house.daemon.kill9();
  house.daemon.start();
  Tenant again{house.daemon.port(), house.tenant.key()};
  const json message = again.await(id, "UNKNOWN");
  EXPECT_EQ(message.at("status"), "UNKNOWN");
  EXPECT_EQ(house.server.mails_to(to).size(), 1U);
}

HERALD_ON_BOTH_DATABASES(SmtpFaults);

}  // namespace
}  // namespace herald::test
