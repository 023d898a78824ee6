// What the log of exchanges is given.
#include "tests/unit/dispatch/bench.hpp"

namespace herald::dispatch::test {
namespace {

class ExchangeLog : public DispatcherBench {
 protected:
  const domain::RawExchange& last() { return exchanges.records.at(exchanges.records.size() - 1); }
};

TEST_F(ExchangeLog, gets_request_answer_and_verdict_of_a_delivery) {
  start("m1");
  plan(R"({"request":{"method":"POST","url":"https://api.example.org/send","commits":true,)"
       R"("headers":[["X-A","b"]],"body":[{"text":"hello"}],"redact":["planned"]}})");
  clock.passed += milliseconds{80};
  EXPECT_TRUE(exchanges.records.empty()) << "nothing is known yet";
  carry({.reached = domain::Reached::Answered, .status = 201, .headers = {{"C", "d"}}, .body = "created"});
  respond(kAccepted);
  ASSERT_EQ(exchanges.records.size(), 1U);
  EXPECT_EQ(last().op, "send");
  EXPECT_EQ(last().message.text, "m1");
  EXPECT_EQ(last().tenant.text, "t1");
  EXPECT_EQ(last().channel.text, "c1");
  EXPECT_FALSE(last().attempt.empty());
  EXPECT_EQ(last().duration, milliseconds{80});
  EXPECT_EQ(last().method + " " + last().url, "POST https://api.example.org/send");
  EXPECT_EQ(last().request_headers.at(0).second + last().request_body, "bhello");
  EXPECT_EQ(last().status, 201);
  EXPECT_EQ(last().response_headers.at(0).second + last().response_body, "dcreated");
  EXPECT_EQ(last().verdict, "accepted");
  EXPECT_EQ(last().redact, std::vector<std::string>{"planned"});
  EXPECT_EQ(last().account->secrets, std::vector<std::string>{"opensesame"});
  EXPECT_FALSE(last().private_bodies);
}

TEST_F(ExchangeLog, gets_each_request_of_an_exchange) {
  start("m1");
  plan(kLookUp);
  carry(http(200));
  respond(R"({"continue":{"state":{}}})");
  plan(kRequest);
  carry(http(500));
  respond(R"({"verdict":{"kind":"retry"}})");
  ASSERT_EQ(exchanges.records.size(), 2U);
  EXPECT_EQ(exchanges.records[0].method + " " + exchanges.records[0].verdict, "GET continue");
  EXPECT_EQ(exchanges.records[1].method + " " + exchanges.records[1].verdict, "POST not_sent");
}

TEST_F(ExchangeLog, gets_what_was_never_answered) {
  start("m1");
  plan(kRequest);
  carry({.reached = domain::Reached::Began, .failure = "timeout", .text = "no answer"});
  ASSERT_EQ(exchanges.records.size(), 1U);
  EXPECT_EQ(last().status, 0);
  EXPECT_EQ(last().failure, "timeout");
  EXPECT_EQ(last().verdict, "unknown");
}

TEST_F(ExchangeLog, gets_nothing_where_nothing_was_sent) {
  start("m1");
  plan(R"({"verdict":{"kind":"rejected","class":"content_rejected"}})");
  EXPECT_TRUE(exchanges.records.empty());
}

TEST_F(ExchangeLog, gets_the_beginning_of_long_bodies) {
  start("m1");
  plan(R"({"request":{"method":"POST","url":"https://api.example.org/","commits":true,"body":[{"text":")" +
       std::string(domain::kRecordedBody + 1, 'x') + R"("}]}})");
  carry({.reached = domain::Reached::Answered,
         .status = 200,
         .body = std::string(domain::kRecordedBody + 1, 'y')});
  respond(kAccepted);
  EXPECT_EQ(last().request_body.size(), domain::kRecordedBody);
  EXPECT_EQ(last().response_body.size(), domain::kRecordedBody);
}

TEST_F(ExchangeLog, is_told_that_a_code_is_private) {
  domain::Work work = work_of("m1", clock.now(), "t1", "c1");
  work.message.content.message_class = "otp";
  offer(work);
  step();
  intend();
  plan(kRequest);
  carry(http(200));
  respond(kAccepted);
  EXPECT_TRUE(last().private_bodies);
}

}  // namespace
}  // namespace herald::dispatch::test
