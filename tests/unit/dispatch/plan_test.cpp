#include "host/dispatch/plan.hpp"

#include <gtest/gtest.h>

namespace herald::dispatch {
namespace {

Result<Step> read(const std::string& json, const std::string& bytes = {}) {
  return read_plan({.json = json, .bytes = bytes});
}
/// Wraps the members of a request into a plan.
std::string request(const std::string& members) {
  return R"({"request":{"method":"POST","url":"https://example.org/","commits":true)" + members + "}}";
}
Planned planned(const std::string& json, const std::string& bytes = {}) {
  const auto step = read(json, bytes);
  EXPECT_TRUE(step) << step.error().detail;
  return step && std::holds_alternative<Planned>(*step) ? std::get<Planned>(*step) : Planned{};
}
Verdict verdict(const std::string& json) {
  const auto step = read(json);
  EXPECT_TRUE(step) << step.error().detail;
  return step && std::holds_alternative<Verdict>(*step) ? std::get<Verdict>(*step) : Verdict{};
}
void expect_bad(const Error& error) {
  EXPECT_EQ(error.code, Errc::Internal);
  EXPECT_EQ(error.reason, "bad_plan");
  EXPECT_FALSE(error.detail.empty());
}

TEST(PlanTest, ARequestIsReadWhole) {
  const Planned plan = planned(R"({"request":{"method":"PUT","url":"https://example.org/a?b=c",
    "headers":[["X-One","1"],["X-One","2"]],"body":[{"text":"a="},{"range":{"off":2,"len":3}},{"text":"\u00e9"}],
    "commits":false,"timeout_ms":1500,"redact":["tok","en"]},"state":{"step":"x"}})",
                               "0123456");
  EXPECT_EQ(plan.request.method, "PUT");
  EXPECT_EQ(plan.request.url, "https://example.org/a?b=c");
  ASSERT_EQ(plan.request.headers.size(), 2U);
  EXPECT_EQ(plan.request.headers[1], (std::pair<std::string, std::string>{"X-One", "2"}));
  EXPECT_EQ(plan.request.body, "a=234\xc3\xa9");
  EXPECT_FALSE(plan.commits);
  EXPECT_EQ(plan.request.timeout.count(), 1500);
  EXPECT_EQ(plan.redact, (std::vector<std::string>{"tok", "en"}));
  EXPECT_EQ(plan.state, R"({"step":"x"})");
}

TEST(PlanTest, WhatARequestLeavesOutHasItsPreset) {
  const Planned plan = planned(request(""));
  EXPECT_TRUE(plan.commits);
  EXPECT_TRUE(plan.request.body.empty());
  EXPECT_TRUE(plan.request.headers.empty());
  EXPECT_FALSE(plan.state) << "absent: the state is as before";
}

TEST(PlanTest, ABodyRangeMayHoldAnyBytesAndTouchBothEnds) {
  const std::string bytes{"\0\xff\0", 3};
  EXPECT_EQ(planned(request(R"(,"body":[{"range":{"off":0,"len":3}},{"range":{"off":3,"len":0}}])"), bytes)
                .request.body,
            bytes);
}

TEST(PlanTest, AVerdictIsReadWhole) {
  const Verdict read =
      verdict(R"({"verdict":{"kind":"accepted","ids":{"provider_id":"SM1"},"detail":"queued","segments":2,
    "cost_micros":75000,"currency":"USD","class":"c","code":"1","text":"t","after_ms":5,"scope":"account"}})");
  EXPECT_EQ(read.kind, "accepted");
  EXPECT_EQ(read.provider_id, "SM1");
  EXPECT_EQ(read.detail, "queued");
  EXPECT_EQ(read.segments, 2);
  EXPECT_EQ(read.cost, (domain::Cost{75'000, "USD"}));
  EXPECT_EQ(read.error_class, "c");
  EXPECT_EQ(read.code, "1");
  EXPECT_EQ(read.text, "t");
  EXPECT_EQ(read.after_ms, 5);
  EXPECT_EQ(read.scope, "account");
}

TEST(PlanTest, MembersOfTheWrongTypeCountAsAbsentInAVerdict) {
  const Verdict read =
      verdict(R"({"verdict":{"kind":"retry","after_ms":"soon","segments":1.5,"ids":[1],"code":7}})");
  EXPECT_EQ(read.kind, "retry");
  EXPECT_FALSE(read.after_ms);
  EXPECT_EQ(read.segments, 0);
  EXPECT_TRUE(read.provider_id.empty());
  EXPECT_TRUE(read.code.empty());
}

TEST(PlanTest, UnknownMembersAreIgnored) {
  EXPECT_EQ(planned(request(R"(,"new":{"a":[1]})")).request.method, "POST");
}

class MalformedPlan : public testing::TestWithParam<std::string> {};

TEST_P(MalformedPlan, IsRefusedWithBadPlan) {
  const auto step = read(GetParam(), "abc");
  ASSERT_FALSE(step) << GetParam();
  expect_bad(step.error());
}

INSTANTIATE_TEST_SUITE_P(
    Plan, MalformedPlan,
    testing::Values("", "{", "null", "[]", "7", "{}", R"({"continue":{}})", R"({"request":null})",
                    R"({"request":{}})", R"({"request":{"url":"https://e/","commits":true}})",
                    R"({"request":{"method":"GET","commits":true}})",
                    R"({"request":{"method":"GET","url":"https://e/"}})",
                    R"({"request":{"method":"GET","url":"https://e/","commits":"yes"}})",
                    R"({"request":{"method":"GET","url":"https://e/","commits":1}})",
                    request(R"(,"headers":["A: b"])"), request(R"(,"headers":[["A"]])"),
                    request(R"(,"headers":[["A","b","c"]])"), request(R"(,"headers":[["A",1]])"),
                    request(R"(,"body":[{"nothing":1}])"),
                    request(R"(,"body":[{"range":{"off":0,"len":4}}])"),
                    request(R"(,"body":[{"range":{"off":4,"len":0}}])"),
                    request(R"(,"body":[{"range":{"off":-1,"len":1}}])"),
                    request(R"(,"body":[{"range":{"off":1,"len":-1}}])"),
                    request(R"(,"body":[{"range":{"off":1,"len":9223372036854775807}}])"),
                    request(R"(,"body":[{"range":{}}])"), request("}") + "}",
                    R"({"request":{"method":"GET","url":"https://e/","commits":true},"state":{"a":")" +
                        std::string(16 * 1024, 'x') + R"("}})"));

TEST(PlanTest, AJudgementIsAVerdictOrGoesOn) {
  const auto accepted = read_judgement({.json = R"({"verdict":{"kind":"accepted"}})"});
  ASSERT_TRUE(accepted);
  EXPECT_TRUE(std::holds_alternative<Verdict>(*accepted));
  const auto go = read_judgement({.json = R"({"continue":{"state":{"id":"7"}}})"});
  ASSERT_TRUE(go);
  ASSERT_TRUE(std::holds_alternative<Continue>(*go));
  EXPECT_EQ(std::get<Continue>(*go).state, R"({"id":"7"})");
}

TEST(PlanTest, AMalformedJudgementIsRefused) {
  for (const std::string& json :
       {std::string{}, std::string{"{}"}, std::string{"[]"}, std::string{R"({"request":{}})"},
        R"({"continue":{"state":{"a":")" + std::string(16 * 1024, 'x') + R"("}}})"}) {
    const auto judgement = read_judgement({.json = json});
    ASSERT_FALSE(judgement) << json.substr(0, 40);
    expect_bad(judgement.error());
  }
}

}  // namespace
}  // namespace herald::dispatch
