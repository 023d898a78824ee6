#include "host/dispatch/judge_stream.hpp"

#include <gtest/gtest.h>

namespace herald::dispatch {
namespace {

using domain::Certainty;
using domain::Next;
using domain::Reached;
using domain::StreamEnd;

// Design D3 for the stream tier, line by line.

StreamEnd failed(const std::string& failure, Reached reached, bool committed = false) {
  return {.reached = reached, .committed = committed, .failure = failure, .text = "why"};
}
StreamEnd said(const std::string& verdict, bool committed, bool answered) {
  return {.reached = Reached::Answered, .committed = committed, .answered = answered, .verdict = verdict};
}
Certainty certainty(const StreamEnd& end) { return judge_stream(end).outcome.certainty; }
Next next(const StreamEnd& end) { return judge_stream(end).outcome.next; }

const std::string kTaken = R"({"kind":"accepted","ids":{"provider_id":"<1@a>"},"detail":"queued"})";
const std::string kRefused = R"({"kind":"rejected","class":"invalid_recipient","code":"5.1.1","text":"no"})";
const std::string kLater = R"({"kind":"retry","class":"transient","code":"4.2.1","text":"later"})";

TEST(JudgeStream, BeforeThePointOfNoReturnEveryFailureIsNotSent) {
  for (const char* failure : {"dns", "connect", "tls", "reset", "timeout", "too_large", "shutdown"})
    for (const Reached reached : {Reached::NotStarted, Reached::Began, Reached::Answered}) {
      EXPECT_EQ(certainty(failed(failure, reached)), Certainty::NotSent) << failure;
      EXPECT_EQ(next(failed(failure, reached)), Next::Retry) << failure;
    }
  EXPECT_EQ(next(failed("guard_refused", Reached::NotStarted)), Next::Final);
}

TEST(JudgeStream, AfterThePointOfNoReturnEveryFailureIsUnknown) {
  for (const char* failure : {"tls", "reset", "timeout", "too_large", "shutdown", "no_verdict"})
    EXPECT_EQ(certainty(failed(failure, Reached::Answered, true)), Certainty::Unknown) << failure;
}

TEST(JudgeStream, TheFinalReplyDecides) {
  const auto end = judge_stream(said(kTaken, true, true));
  EXPECT_EQ(end.outcome.certainty, Certainty::Accepted);
  EXPECT_EQ(end.outcome.provider_id, "<1@a>");
  EXPECT_EQ(end.outcome.detail, "queued");
  EXPECT_EQ(end.health, Health::Good);
  EXPECT_EQ(certainty(said(kRefused, true, true)), Certainty::NotSent);
  EXPECT_EQ(next(said(kRefused, true, true)), Next::Final);
  EXPECT_EQ(certainty(said(kLater, true, true)), Certainty::NotSent);
  EXPECT_EQ(next(said(kLater, true, true)), Next::Retry);
}

TEST(JudgeStream, AfterThePointOfNoReturnAVerdictOnNothingIsUnknown) {
  for (const std::string& verdict : {kTaken, kRefused, kLater})
    EXPECT_EQ(certainty(said(verdict, true, false)), Certainty::Unknown) << verdict;
}

TEST(JudgeStream, NothingIsAcceptedBeforeThePointOfNoReturn) {
  const auto end = judge_stream(said(kTaken, false, true));
  EXPECT_EQ(end.outcome.certainty, Certainty::NotSent);
  EXPECT_EQ(end.outcome.error_code, "bad_actions");
}

TEST(JudgeStream, AVerdictBeforeThePointOfNoReturnCounts) {
  EXPECT_EQ(next(said(kRefused, false, true)), Next::Final);
  EXPECT_EQ(next(said(kLater, false, true)), Next::Retry);
  EXPECT_EQ(judge_stream(said(R"({"kind":"auth_failed","code":"5.7.8","text":"no"})", false, true)).health,
            Health::Bad);
}

TEST(JudgeStream, AServerThatIsAwayIsBadForTheHealthOfTheChannel) {
  EXPECT_EQ(
      judge_stream(said(R"({"kind":"retry","class":"provider_down","code":"421","text":"bye"})", false, true))
          .health,
      Health::Bad);
}

TEST(JudgeStream, AFailureOfThePluginIsUnknownOnlyAfterThePointOfNoReturn) {
  StreamEnd end{.plugin_failure = Error{.code = Errc::Internal, .reason = "plugin_threw", .detail = "x"}};
  EXPECT_EQ(certainty(end), Certainty::NotSent);
  end.committed = true;
  EXPECT_EQ(certainty(end), Certainty::Unknown);
}

}  // namespace
}  // namespace herald::dispatch
