#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

constexpr const char* kId = "0f1e2d3c-aaaa-5bbb-8ccc-000000000001";

json refused(int status, const std::string& code, const std::string& text = "no") {
  return verdict({.status = status, .body = test::aws_sns_error({status, code, text})});
}

TEST(Answer, WithAnIdIsAccepted) {
  EXPECT_EQ(verdict({.status = 200, .body = test::aws_sns_published(kId)}),
            (json{{"kind", "accepted"}, {"ids", {{"provider_id", kId}}}, {"status", "SENT"}}));
  const std::string other = "<p:PublishResponse xmlns:p='urn:x'><p:PublishResult><p:MessageId> " +
                            std::string(kId) + "\n</p:MessageId></p:PublishResult></p:PublishResponse>";
  EXPECT_EQ(verdict({.status = 200, .body = other}).at("ids").at("provider_id"), kId) << "any namespace";
}

TEST(Answer, OfSuccessThatCannotBeReadIsUnknown) {
  const std::string whole = test::aws_sns_published(kId);
  for (std::size_t size = 0; size + 1 < whole.size(); ++size)
    ASSERT_EQ(verdict({.status = 200, .body = whole.substr(0, size)}).at("kind"), "unknown") << size;
  for (const std::string& body :
       {std::string("<html>"), std::string("{}"), test::aws_sns_published(""), test::aws_sns_published("a b"),
        test::aws_sns_published(std::string(101, 'a')), test::aws_sns_attributes(),
        test::aws_sns_error({400, "OptedOut", "no"}), "<!DOCTYPE a>" + whole,
        std::string("<PublishResponse><MessageId>a</MessageId></PublishResponse>")})
    EXPECT_EQ(verdict({.status = 200, .body = body}).at("kind"), "unknown") << body;
}

struct StatusMeaning {
  int status;
  const char* kind;
  const char* error_class;  ///< empty where the verdict has none
};

TEST(Answer, WithoutACodeIsJudgedByItsStatus) {
  const std::vector<StatusMeaning> meanings{{301, "rejected", "config"},
                                            {400, "rejected", "content_rejected"},
                                            {401, "auth_failed", ""},
                                            {403, "auth_failed", ""},
                                            {404, "rejected", "config"},
                                            {408, "unknown", ""},
                                            {413, "rejected", "content_rejected"},
                                            {429, "rate_limited", ""},
                                            {500, "unknown", ""},
                                            {502, "unknown", ""},
                                            {503, "retry", "provider_down"},
                                            {504, "unknown", ""}};
  for (const auto& [status, kind, error_class] : meanings)
    for (const char* body : {"", "<html><body>Bad Gateway</body></html>", "<!DOCTYPE html><html>", "{}"}) {
      const json found = verdict({.status = status, .body = body});
      EXPECT_EQ(found.at("kind"), kind) << status;
      EXPECT_EQ(found.value("class", ""), error_class) << status;
      EXPECT_EQ(found.at("code"), "http_" + std::to_string(status));
    }
}

TEST(Answer, WithACodeOfNobodysIsJudgedByItsStatus) {
  EXPECT_EQ(refused(400, "NewError").at("class"), "content_rejected");
  EXPECT_EQ(refused(400, "NewError").at("code"), "NewError");
  EXPECT_EQ(refused(403, "NewError").at("kind"), "auth_failed");
  EXPECT_EQ(refused(503, "NewError").at("kind"), "retry");
  EXPECT_EQ(refused(500, "NewError").at("kind"), "unknown");
  EXPECT_EQ(refused(400, std::string(61, 'x')).at("code"), "http_400");
  EXPECT_EQ(refused(400, "two words").at("code"), "http_400");
}

TEST(Answer, OfAServerThatFailedIsUnknownWhateverItsCode) {
  for (const char* code :
       {"OptedOut", "Throttled", "InternalError", "ServiceUnavailable", "InvalidParameter"})
    for (const int status : {500, 502, 504}) EXPECT_EQ(refused(status, code).at("kind"), "unknown") << code;
  EXPECT_EQ(refused(503, "OptedOut").at("kind"), "retry");
  EXPECT_EQ(refused(503, "Throttling").at("kind"), "rate_limited");
  EXPECT_EQ(refused(408, "RequestTimeout").at("kind"), "retry") << "the request did not arrive in whole";
  EXPECT_EQ(refused(400, "RequestTimeout").at("kind"), "retry");
  EXPECT_EQ(refused(400, "InternalFailure").at("kind"), "unknown");
  EXPECT_EQ(refused(429, "OptedOut").at("kind"), "rate_limited");
}

TEST(Answer, OfAParameterIsOfTheRecipientWhereItNamesHim) {
  for (const char* code : {"InvalidParameter", "InvalidParameterValue", "ParameterValueInvalid"}) {
    EXPECT_EQ(refused(400, code, "Invalid parameter: PhoneNumber Reason: +1a234 is not valid to publish to")
                  .at("class"),
              "invalid_recipient");
    EXPECT_EQ(refused(400, code, "Invalid parameter: Message too long").at("class"), "content_rejected");
  }
}

TEST(Answer, OfALimitMayHaveAHeader) {
  const json out = verdict({.status = 429, .headers_json = R"([["Retry-After","3"]])"});
  EXPECT_EQ(out.at("after_ms"), 3000);
  EXPECT_EQ(out.at("scope"), "account");
}

TEST(Answer, IsReadByLocalNamesWhereverTheErrorStands) {
  for (const char* body :
       {"<Error><Code>OptedOut</Code></Error>",
        "<?xml version=\"1.0\"?>\n<a:ErrorResponse xmlns:a=\"urn:x\"><a:Error><a:Type>Sender"
        "</a:Type><a:Code>OptedOut</a:Code></a:Error></a:ErrorResponse>",
        "<Response><Errors><Error><Code>OptedOut</Code></Error></Errors></Response>"}) {
    const json out = verdict({.status = 400, .body = body});
    EXPECT_EQ(out.at("class"), "blocked") << body;
    EXPECT_EQ(out.at("text"), "SNS refused it with OptedOut");
  }
}

TEST(Answer, RepeatsNeitherSecretsNorNumbers) {
  const test::AwsSnsAccount far;
  const json out = refused(400, "InvalidParameter",
                           "no " + far.secret_key + " or " + far.access_key + " for +447700900777");
  EXPECT_EQ(out.at("text"), "no [secret] or [secret] for [number]");
}

// --- The clock -------------------------------------------------------------------------------------------

constexpr const char* kAnHourLater = R"([["Date","Fri, 17 May 2024 11:20:30 GMT"]])";

TEST(Clock, ThatIsWrongIsCorrectedOnce) {
  for (const auto& [status, code, text] :
       {std::tuple{400, "RequestExpired", "Request has expired"},
        {403, "RequestTimeTooSkewed", "too large"},
        {403, "SignatureDoesNotMatch", "Signature expired: 20240517T102030Z is now earlier than …"},
        {403, "SignatureDoesNotMatch",
         "Signature not yet current: 20240517T102030Z is still later than …"}}) {
    const herald::testing::ProviderAnswer answer{
        .status = status, .headers_json = kAnHourLater, .body = test::aws_sns_error({status, code, text})};
    const json again = reply(answer);
    ASSERT_TRUE(again.contains("continue")) << again;
    const json state = again.at("continue").at("state");
    EXPECT_EQ(state, (json{{"clock_offset_ms", 3'600'000}}));
    EXPECT_EQ(plan("send", message_input(), account(), state).at("request").at("headers").at(1).at(1),
              "20240517T112030Z");
    EXPECT_EQ(reply(answer, state).at("verdict").at("kind"), "auth_failed") << "only once";
  }
}

TEST(Clock, IsNotCorrectedWithoutATimeThatCanBe) {
  const std::string body = test::aws_sns_error({403, "RequestTimeTooSkewed", "too large"});
  for (const char* date :
       {"", "soon", "3600", "0", "Sat, 18 May 2024 11:20:30 GMT", "Thu, 16 May 2024 11:20:30 GMT",
        "Fri, 17 May 2024 22:20:30 GMT", "Thu, 16 May 2024 22:20:30 GMT"}) {
    const std::string headers = json::array({json::array({"Date", date})}).dump();
    EXPECT_EQ(verdict({.status = 403, .headers_json = headers, .body = body}).at("kind"), "auth_failed")
        << date;
  }
  EXPECT_EQ(refused(403, "SignatureDoesNotMatch", "another secret").at("kind"), "auth_failed");
}

TEST(Clock, MayBeBehind) {
  const json again = reply({.status = 403,
                            .headers_json = R"([["date","Fri, 17 May 2024 09:20:30 GMT"]])",
                            .body = test::aws_sns_error({403, "RequestTimeTooSkewed", "x"})});
  EXPECT_EQ(again.at("continue").at("state").at("clock_offset_ms"), -3'600'000);
}

// --- test_account ----------------------------------------------------------------------------------------

json tested(const herald::testing::ProviderAnswer& answer) {
  const std::string account_text = account().dump();
  const std::string input_text = json{{"now_ms", kNow}}.dump();
  return json::parse(
             plugin()
                 .on_response({.op = "test_account", .input = input_text, .account = account_text}, answer)
                 .json)
      .at("verdict");
}

TEST(TestAnswer, TellsTheAttributes) {
  EXPECT_EQ(tested({.status = 200, .body = test::aws_sns_attributes()}),
            (json{{"kind", "ok"},
                  {"fields",
                   {{"MonthlySpendLimit", "1"},
                    {"DefaultSMSType", "Transactional"},
                    {"DeliveryStatusIAMRole", "arn:aws:iam::123456789012:role/SNSSuccess"},
                    {"DeliveryStatusSuccessSamplingRate", "100"}}}}));
  const std::string none =
      "<GetSMSAttributesResponse><GetSMSAttributesResult><attributes/></GetSMSAttributesResult>"
      "</GetSMSAttributesResponse>";
  EXPECT_EQ(tested({.status = 200, .body = none}).at("fields"), json::object());
}

TEST(TestAnswer, LeavesNothingInDoubt) {
  EXPECT_EQ(
      tested({.status = 403, .body = test::aws_sns_error({403, "InvalidClientTokenId", "x"})}).at("kind"),
      "auth_failed");
  EXPECT_EQ(tested({.status = 429}).at("kind"), "rate_limited");
  for (const int status : {408, 500, 502, 503, 504})
    EXPECT_EQ(tested({.status = status}).at("kind"), "retry") << status;
  EXPECT_EQ(tested({.status = 200, .body = "<html/>"}).at("class"), "config");
  EXPECT_EQ(tested({.status = 200, .body = test::aws_sns_published(kId)}).at("class"), "config");
}

}  // namespace
}  // namespace herald::aws_sns::testing
