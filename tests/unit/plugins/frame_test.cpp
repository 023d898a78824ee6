#include "host/plugins/frame.hpp"

#include <gtest/gtest.h>

namespace herald::plugins::frame {
namespace {

std::string_view body_of(std::string_view whole) { return whole.substr(kHeadBytes); }

TEST(FrameTest, ACallComesBackAsItWas) {
  const std::string seed(kSeedBytes, 's');
  const std::string whole = encode(7, Call{.verb = Verb::OnResponse,
                                           .seed = seed,
                                           .tenant = "t",
                                           .op = "send",
                                           .name = "n",
                                           .input = "{}",
                                           .bytes = {"\0x", 2},
                                           .account = "{1}",
                                           .state = "{2}",
                                           .status = 503,
                                           .headers_json = "[]",
                                           .body = "b"});
  const auto head = read_head(whole, kMostCall);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->sequence, 7U);
  EXPECT_EQ(head->length, whole.size() - kHeadBytes);
  const auto call = read_call(body_of(whole));
  ASSERT_TRUE(call);
  EXPECT_EQ(call->verb, Verb::OnResponse);
  EXPECT_EQ(call->bytes, std::string_view("\0x", 2));
  EXPECT_EQ(call->name, "n");
  EXPECT_EQ(call->status, 503);
  EXPECT_EQ(call->body, "b");
}

TEST(FrameTest, AnAnswerComesBackAsItWas) {
  const Answer answer{"plugin_failed", "why", {"json", "bytes"}, {{2, "event", "{}"}, {1, "e", ""}}};
  EXPECT_EQ(read_answer(body_of(encode(1, answer))).value(), answer);
}

TEST(FrameTest, AQuestionIsToldFromAnAnswerAndComesBackAsItWas) {
  const std::string whole = encode(3, Question{Read::Get, "accounts", "id"});
  EXPECT_TRUE(read_head(whole, kMostAnswer)->question);
  EXPECT_FALSE(read_head(encode(3, Answer{}), kMostAnswer)->question);
  const auto question = read_question(body_of(whole));
  ASSERT_TRUE(question);
  EXPECT_EQ(question->read, Read::Get);
  EXPECT_EQ(question->first, "accounts");
  EXPECT_EQ(question->second, "id");
  for (std::size_t length = 0; length < body_of(whole).size(); ++length)
    EXPECT_FALSE(read_question(body_of(whole).substr(0, length))) << length;
  EXPECT_FALSE(read_question(body_of(encode(3, Question{static_cast<Read>(4), "", ""}))));
}

TEST(FrameTest, AFindingComesBackAsItWas) {
  const Finding finding{true, "missing_index", "why", "{}"};
  const std::string whole = encode(3, finding);
  EXPECT_EQ(read_finding(body_of(whole)).value(), finding);
  for (std::size_t length = 0; length < body_of(whole).size(); ++length)
    EXPECT_FALSE(read_finding(body_of(whole).substr(0, length))) << length;
}

TEST(FrameTest, NoPartOfAnAnswerPassesForTheWhole) {
  const std::string whole = encode(1, Answer{"r", "d", {"json", "bytes"}, {{2, "event", "{}"}}});
  const std::string_view body = body_of(whole);
  for (std::size_t length = 0; length < body.size(); ++length)
    EXPECT_FALSE(read_answer(body.substr(0, length))) << length;
  EXPECT_FALSE(read_answer(std::string{body} + 'x'));
}

TEST(FrameTest, LinesBeyondTheBoundsAreLeftOut) {
  Answer answer;
  answer.log.assign(kMostLines + 5, {1, "e", ""});
  EXPECT_EQ(read_answer(body_of(encode(1, answer)))->log.size(), kMostLines);
  answer.log.assign(3, {1, "e", std::string(kMostLog / 2, 'f')});
  EXPECT_EQ(read_answer(body_of(encode(1, answer)))->log.size(), 1U);
}

TEST(FrameTest, ALongerTextThanAllowedIsRefused) {
  EXPECT_FALSE(read_answer(body_of(encode(1, Answer{"", "", {std::string(kMostJson + 1, ' '), ""}, {}}))));
  EXPECT_FALSE(read_answer(body_of(encode(1, Answer{std::string(kMostReason + 1, ' '), "", {}, {}}))));
}

TEST(FrameTest, AHeadOfOtherBytesOrTooLongABodyIsRefused) {
  std::string whole = encode(1, Answer{});
  EXPECT_FALSE(read_head(whole, 3));
  EXPECT_FALSE(read_head(std::string_view{whole}.substr(0, kHeadBytes - 1), kMostAnswer));
  whole[0] = 'h';
  EXPECT_FALSE(read_head(whole, kMostAnswer));
}

}  // namespace
}  // namespace herald::plugins::frame
