#include "host/api/prefer.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

using std::chrono::seconds;

std::optional<seconds> wait_of(std::vector<http::Header> headers) {
  http::Request request;
  request.headers = std::move(headers);
  return preferred_wait(request);
}

TEST(Prefer, understands_wait_among_other_preferences) {
  EXPECT_EQ(wait_of({{"prefer", "wait=10"}}), seconds{10});
  EXPECT_EQ(wait_of({{"Prefer", "return=minimal, Wait = 3 ; foo"}}), seconds{3});
  EXPECT_EQ(wait_of({{"Prefer", "respond-async"}, {"Prefer", "wait=4"}}), seconds{4});
}

TEST(Prefer, is_bounded) {
  EXPECT_EQ(wait_of({{"Prefer", "wait=30"}}), seconds{30});
  EXPECT_EQ(wait_of({{"Prefer", "wait=31"}}), seconds{30});
  EXPECT_EQ(wait_of({{"Prefer", "wait=99999999999999"}}), seconds{30});
}

TEST(Prefer, ignores_what_it_does_not_understand) {
  EXPECT_FALSE(wait_of({}));
  for (const char* text : {"wait=0", "wait=-1", "wait=1.5", "wait=1s", "wait", "wait=", "awaiting=3", ",,"})
    EXPECT_FALSE(wait_of({{"Prefer", text}})) << text;
}

/// A world in which each message is delivered as soon as it is accepted.
struct Swift : World {
  Swift() {
    ledger.then = [this](const domain::Message& message) {
      domain::MessageView view{.message = message};
      view.message.status = domain::MessageStatus::Sent;
      messages.views.emplace(message.id.text, view);
      outcomes.tell(message.id, domain::MessageStatus::Sent);
    };
  }
};

TEST(PreferWait, answers_as_soon_as_the_message_has_left) {
  Swift world;
  const auto response = world.post(kMessages, kMessageBody, {{"Prefer", "wait=30"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(member(response, "status"), "SENT");
  EXPECT_EQ(header(response, "Preference-Applied"), "wait=30");
}

TEST(PreferWait, without_it_the_answer_is_the_message_as_accepted) {
  Swift world;
  const auto response = world.post(kMessages, kMessageBody);
  EXPECT_EQ(member(response, "status"), "QUEUED");
  EXPECT_EQ(header(response, "Preference-Applied"), "");
}

TEST(PreferWait, answers_at_once_when_too_many_wait) {
  Swift world;
  const OutcomeWait first{world.outcomes, domain::MessageId{"m1"}};
  {
    const OutcomeWait second{world.outcomes, domain::MessageId{"m2"}};
    const auto response = world.post(kMessages, kMessageBody, {{"Prefer", "wait=30"}});
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(header(response, "Preference-Applied"), "");
  }
  EXPECT_EQ(header(world.post(kMessages, kMessageBody, {{"Prefer", "wait=30"}}), "Preference-Applied"),
            "wait=30");
}

TEST(PreferWait, does_not_wait_for_a_scheduled_message) {
  World world;
  const auto response = world.post(
      kMessages,
      R"({"channel_type":"SMS","to_address":"+447700900123","message_body":"hi","schedule_for":"2025-06-01T13:00:00Z"})",
      {{"Prefer", "wait=30"}});
  EXPECT_EQ(member(response, "status"), "SCHEDULED");
  EXPECT_EQ(header(response, "Preference-Applied"), "");
}

TEST(PreferWait, is_over_after_that_time_and_shows_the_message_as_it_then_is) {
  World world;
  world.ledger.then = [&](const domain::Message& message) {
    domain::MessageView view{.message = message};
    view.message.status = domain::MessageStatus::Sending;
    world.messages.views.emplace(message.id.text, view);
  };
  const auto response = world.post(kMessages, kMessageBody, {{"Prefer", "wait=1"}});
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(member(response, "status"), "SENDING");
  EXPECT_EQ(header(response, "Preference-Applied"), "wait=1");
}

TEST(OutcomeBoard, tells_each_wait_once_and_nobody_else) {
  OutcomeBoard board{2};
  const domain::MessageId one{"m1"};
  int told = 0;
  ASSERT_TRUE(board.expect(one, [&](Result<domain::MessageStatus>) { ++told; }));
  board.tell(domain::MessageId{"m2"}, domain::MessageStatus::Sent);
  EXPECT_EQ(told, 0);
  board.tell(one, domain::MessageStatus::Sent);
  board.tell(one, domain::MessageStatus::Delivered);
  EXPECT_EQ(told, 1);
}

TEST(OutcomeBoard, has_so_many_places_and_gives_them_back) {
  OutcomeBoard board{1};
  const auto ignore = [](Result<domain::MessageStatus>) {};
  EXPECT_TRUE(board.expect(domain::MessageId{"m1"}, ignore));
  EXPECT_FALSE(board.expect(domain::MessageId{"m2"}, ignore));
  board.forget(domain::MessageId{"m1"});
  EXPECT_TRUE(board.expect(domain::MessageId{"m2"}, ignore));
}

TEST(OutcomeBoard, wakes_who_waits_in_another_thread) {
  OutcomeBoard board{1};
  const domain::MessageId one{"m1"};
  OutcomeWait wait{board, one};
  ASSERT_TRUE(wait.placed());
  const std::jthread teller{[&] { board.tell(one, domain::MessageStatus::Failed); }};
  wait.wait(std::chrono::hours{1});
}

}  // namespace
}  // namespace herald::api
