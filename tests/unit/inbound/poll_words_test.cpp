#include "host/inbound/poll_words.hpp"

#include <gtest/gtest.h>

namespace herald::inbound {
namespace {

PollPlan plan(const std::string& more) {
  return read_poll_plan(
      {.json = R"({"request":{"method":"POST","url":"https://x.example/","commits":false,"timeout_ms":)" +
               more + "}"});
}

PollAnswer answer(const std::string& json) {
  SystemRandom random;
  const domain::Channel channel;
  const std::string webhook{"w"};
  const Spell spell = [](const domain::Channel&, std::string_view) { return domain::AddressKey{}; };
  return read_poll_answer({.json = json},
                          {.channel = channel, .webhook = webhook, .random = random, .spell = spell});
}

TEST(PollWords, BoundTheTimeOfARequest) {
  EXPECT_EQ(std::get<PollRequest>(plan("120000}")).request.timeout, std::chrono::seconds{120});
  EXPECT_EQ(std::get<PollRequest>(plan("120001}")).request.timeout, std::chrono::seconds{120});
  EXPECT_EQ(std::get<PollRequest>(plan("0}")).request.timeout, std::chrono::milliseconds{1});
}

TEST(PollWords, TakeAQueueOf512BytesAndRefuseOneMore) {
  const auto queued = [](std::size_t size) {
    return plan("1},\"queue\":\"" + std::string(size, 'q') + "\"");
  };
  EXPECT_EQ(std::get<PollRequest>(queued(512)).queue.size(), 512U);
  EXPECT_EQ(std::get<PollFailure>(queued(513)).code, "bad_plan");
}

TEST(PollWords, RefuseARequestThatCommits) {
  const auto step =
      read_poll_plan({.json = R"({"request":{"method":"POST","url":"https://x/","commits":true}})"});
  EXPECT_EQ(std::get<PollFailure>(step).code, "bad_plan");
}

TEST(PollWords, TakeACursorOf1024BytesAndRefuseOneMore) {
  const auto moved = [](std::size_t size) {
    return answer(R"({"verdict":{"kind":"events","events":[],"cursor":")" + std::string(size, 'c') + "\"}}");
  };
  EXPECT_EQ(std::get<Polled>(moved(1024)).cursor.size(), 1024U);
  EXPECT_EQ(std::get<PollFailure>(moved(1025)).code, "bad_cursor");
}

TEST(PollWords, ReadAFailureWithItsWish) {
  const auto failure =
      std::get<PollFailure>(answer(R"({"verdict":{"kind":"retry","code":"x","text":"","after_ms":5}})"));
  EXPECT_EQ(failure.code, "x");
  EXPECT_EQ(failure.wait, std::chrono::milliseconds{5});
  EXPECT_FALSE(
      std::get<PollFailure>(answer(R"({"verdict":{"kind":"auth_failed","code":"y","text":""}})")).wait);
  EXPECT_EQ(std::get<PollFailure>(answer("{}")).code, "bad_plan");
  EXPECT_EQ(std::get<PollFailure>(answer(R"({"verdict":{"kind":"events"}})")).code, "bad_events");
}

TEST(PollWords, GiveTheCursorToThePlugin) {
  EXPECT_EQ(poll_input("", Instant{std::chrono::milliseconds{5}}), R"({"now_ms":5})");
  EXPECT_EQ(poll_input("1:2", Instant{std::chrono::milliseconds{5}}), R"({"now_ms":5,"cursor":"1:2"})");
}

}  // namespace
}  // namespace herald::inbound
