#include <gtest/gtest.h>
#include <herald/reply.hpp>
#include <herald/text.hpp>

#include <nlohmann/json.hpp>

namespace herald::sdk {
namespace {

using Json = nlohmann::json;

Json verdict_of(const Reply& reply) { return Json::parse(reply.json).at("verdict"); }

TEST(Reply, WritesARequestWhoseBodyIsAnyBytes) {
  const std::string body{"\xff\0\"", 3};
  const Reply reply = request({.url = "https://a.example/\"x\"",
                               .headers = {{"A", "1\t2"}, {"B", "\xc3\xa9"}},
                               .body = body,
                               .commits = true,
                               .redact = {"se\\cret"},
                               .state = R"({"step":"send"})"});
  EXPECT_EQ(reply.bytes, body);
  EXPECT_EQ(Json::parse(reply.json), Json::parse(R"({"state":{"step":"send"},"request":{"method":"POST",
    "url":"https://a.example/\"x\"","headers":[["A","1\t2"],["B","é"]],"body":[{"range":{"off":0,"len":3}}],
    "commits":true,"redact":["se\\cret"]}})"));
  EXPECT_EQ(Json::parse(request({.method = "GET", .url = "u"}).json),
            Json::parse(R"({"request":{"method":"GET","url":"u","headers":[],"commits":false}})"));
}

TEST(Reply, RefusesAHeaderThatWouldBecomeTwo) {
  for (const char* value : {"x\r\nX-Evil: 1", "\x7f", "\x01"})
    EXPECT_THROW(static_cast<void>(request({.url = "u", .headers = {{"Authorization", value}}})), Failure)
        << value;
}

TEST(Reply, WritesEveryVerdict) {
  EXPECT_EQ(verdict_of(accepted("SM1")), Json::parse(R"({"kind":"accepted","ids":{"provider_id":"SM1"}})"));
  EXPECT_EQ(verdict_of(rejected(Cause::InvalidRecipient, "21211", "no such number")),
            Json::parse(
                R"({"kind":"rejected","class":"invalid_recipient","code":"21211","text":"no such number"})"));
  EXPECT_EQ(
      verdict_of(retry(Cause::ProviderDown, "http_503", "", 500)),
      Json::parse(
          R"({"kind":"retry","class":"provider_down","code":"http_503","text":"http_503","after_ms":500})"));
  EXPECT_EQ(verdict_of(rate_limited(std::nullopt, "x")),
            Json::parse(R"({"kind":"rate_limited","scope":"account","code":"x","text":"x"})"));
  EXPECT_EQ(verdict_of(auth_failed("c", "t")),
            Json::parse(R"({"kind":"auth_failed","code":"c","text":"t"})"));
  EXPECT_EQ(verdict_of(unknown("c")), Json::parse(R"({"kind":"unknown","code":"c","text":"c"})"));
  EXPECT_EQ(verdict_of(refused("c")), Json::parse(R"({"kind":"refused","code":"c","text":"c"})"));
}

TEST(Reply, NamesEveryCauseByItsWord) {
  EXPECT_EQ(to_text(Cause::InvalidRecipient), "invalid_recipient");
  EXPECT_EQ(to_text(Cause::ProviderDown), "provider_down");
  EXPECT_EQ(to_text(Cause::Internal), "internal");
}

TEST(Reply, WritesReceiptsWithoutTheMembersThatAreNotKnown) {
  EXPECT_EQ(verdict_of(receipts({})), Json::parse(R"({"kind":"events","events":[]})"));
  EXPECT_EQ(
      verdict_of(receipts({{.state = "DELIVERED", .dedupe_key = "d", .provider_id = "p"},
                           {.state = "FAILED", .dedupe_key = "e", .attempt_ref = "a", .occurred_at_ms = 5}})),
      Json::parse(R"({"kind":"events","events":[
              {"kind":"receipt","state":"DELIVERED","dedupe_key":"d","provider_id":"p"},
              {"kind":"receipt","state":"FAILED","dedupe_key":"e","attempt_ref":"a","occurred_at_ms":5}]})"));
}

TEST(Reply, SaysWhatAMessageTook) {
  const Charge charge{.segments = 2, .cost_micros = 0, .currency = "EUR"};
  EXPECT_EQ(verdict_of(accepted("p", charge)),
            Json::parse(R"({"kind":"accepted","ids":{"provider_id":"p"},"segments":2,"cost_micros":0,
              "currency":"EUR"})"));
  EXPECT_EQ(
      verdict_of(receipts({{.state = "SENT", .dedupe_key = "d", .provider_id = "p", .charge = charge}})),
      Json::parse(R"({"kind":"events","events":[{"kind":"receipt","state":"SENT","dedupe_key":"d",
              "provider_id":"p","segments":2,"cost_micros":0,"currency":"EUR"}]})"));
}

TEST(Reply, StaysJsonWhateverBytesAProviderSent) {
  for (const std::string text : {"\xff", "a\xc3", "\xed\xa0\x80", "\xe2\x82z"}) {
    const Json read = verdict_of(unknown("c", text)).at("text");
    EXPECT_NE(read.get<std::string>().find("\xef\xbf\xbd"), std::string::npos) << read;
  }
  for (const std::string text : {"\xf0\x9f\x98\x80", "\x01\x1f\"\\", "\xc3\xa9z"})
    EXPECT_EQ(verdict_of(unknown("c", text)).at("text"), text);
}

TEST(Text, FindsAParameterOfAList) {
  EXPECT_EQ(parameter("t=12,v1=ab=", "v1"), "ab=");
  EXPECT_EQ(parameter("t=12,v1=ab", "t"), "12");
  for (const char* list : {"", ",", "t", "tt=1", "v1=ab,t", "=t"})
    EXPECT_EQ(parameter(list, "t"), "") << list;
}

TEST(Text, ReadsWholeNumbersOnly) {
  EXPECT_EQ(whole_number("0123"), 123);
  EXPECT_EQ(whole_number("999999999999999999"), 999'999'999'999'999'999);
  for (const char* text : {"", "-1", "+1", "1 ", "1e3", "9999999999999999999"})
    EXPECT_EQ(whole_number(text), std::nullopt) << text;
}

TEST(Wrapper, ReadsTheTimeAndTheAccountOfACall) {
  const herald_provider_args args{sizeof args, 0,
                                  {},          detail::borrow(R"({"now_ms":1732357000000})"),
                                  {},          detail::borrow(R"({"auth_token":"a\"b","timeout_seconds":5})"),
                                  {}};
  const Call call{args, Crypto{nullptr, nullptr}};
  EXPECT_EQ(call.now_ms(), 1'732'357'000'000);
  EXPECT_EQ(call.account_text("auth_token"), "a\"b");
  EXPECT_EQ(call.account_text("timeout_seconds"), "") << "no text";
  EXPECT_EQ(call.account_text("api_url"), "");
}

}  // namespace
}  // namespace herald::sdk
