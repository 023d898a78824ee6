#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "tests/support/aws_sns_wire.hpp"
#include "tests/support/odd_shapes.hpp"

namespace herald::test {
namespace {

constexpr std::int64_t kSnsNow = 1'715'941'230;  // of the worked vector

Form good_publish() {
  Form form{{"Action", "Publish"},
            {"Version", "2010-03-31"},
            {"PhoneNumber", "+447700900777"},
            {"Message", "Herald test 1 + 1 = 2 \xE2\x82\xAC"}};
  const std::array<std::array<const char*, 3>, 6> attributes{
      {{"AWS.SNS.SMS.SenderID", "String", "HERALD-1"},
       {"AWS.SNS.SMS.SMSType", "String", "Promotional"},
       {"AWS.SNS.SMS.MaxPrice", "Number", "0.50"},
       {"AWS.MM.SMS.OriginationNumber", "String", "+12065550100"},
       {"AWS.MM.SMS.EntityId", "String", "1101456324675322134"},
       {"AWS.MM.SMS.TemplateId", "String", "1107457532145798767"}}};
  int number = 0;
  for (const auto& [name, type, value] : attributes) {
    const std::string entry = "MessageAttributes.entry." + std::to_string(++number);
    form.emplace_back(entry + ".Name", name);
    form.emplace_back(entry + ".Value.DataType", type);
    form.emplace_back(entry + ".Value.StringValue", value);
  }
  return form;
}

Form changed(Form form, const std::string& name, const std::string& value) {
  std::erase_if(form, [&](const auto& one) { return one.first == name; });
  if (!value.empty()) form.emplace_back(name, value);
  return form;
}

std::string code_after(const std::string& name, const std::string& value) {
  return check_aws_sns_form(changed(good_publish(), name, value)).value_or(AwsSnsError{}).code;
}

std::string entry(int number, const std::string& member) {
  return "MessageAttributes.entry." + std::to_string(number) + "." + member;
}

TEST(AwsSnsRules, TakeTheRequestsOfTheDocuments) {
  EXPECT_FALSE(check_aws_sns_form(good_publish()).has_value());
  EXPECT_FALSE(check_aws_sns_form({{"Action", "Publish"},
                                   {"Version", "2010-03-31"},
                                   {"PhoneNumber", "+447700900777"},
                                   {"Message", "Hi"}})
                   .has_value());
  EXPECT_FALSE(check_aws_sns_form({{"Action", "GetSMSAttributes"}, {"Version", "2010-03-31"}}).has_value());
}

TEST(AwsSnsRules, AnswerFieldsOfAnyShape) {
  each_odd_field<Form>(good_publish(),
                       [](const Form& odd) { EXPECT_NO_THROW(static_cast<void>(check_aws_sns_form(odd))); });
}

TEST(AwsSnsRules, RefuseOneMutationOfEachParameterOfASubscription) {
  const Form good{{"Action", "Subscribe"},
                  {"Version", "2010-03-31"},
                  {"TopicArn", AwsSnsAccount{}.topic_arn},
                  {"Protocol", "https"},
                  {"Endpoint", "https://herald.example/hook"},
                  {"ReturnSubscriptionArn", "true"}};
  EXPECT_FALSE(check_aws_sns_form(good));
  const std::vector<std::array<std::string, 2>> mutations{{"TopicArn", ""},
                                                          {"TopicArn", "inbound"},
                                                          {"Protocol", ""},
                                                          {"Protocol", "http"},
                                                          {"Endpoint", ""},
                                                          {"Endpoint", "http://herald.example/"},
                                                          {"PhoneNumber", "+447"},
                                                          {"ReturnSubscriptionArn", "1"},
                                                          {"endpoint", "https://herald.example/"}};
  for (const auto& [name, value] : mutations)
    EXPECT_TRUE(check_aws_sns_form(changed(good, name, value))) << name << "=" << value;
}

TEST(AwsSnsRules, RefuseOneMutationOfEachParameter) {
  const std::string invalid = "InvalidParameter";
  const std::vector<std::array<std::string, 3>> mutations{
      {"Action", "", "InvalidAction"},
      {"Action", "publish", "InvalidAction"},
      {"Action", "GetSMSAttributes", "InvalidAction"},
      {"Version", "", "InvalidAction"},
      {"Version", "2010-03-30", "InvalidAction"},
      {"PhoneNumber", "", invalid},
      {"PhoneNumber", "447700900777", invalid},
      {"PhoneNumber", "+0447700900", invalid},
      {"PhoneNumber", "+1a234", invalid},
      {"PhoneNumber", "+4477009007771234", invalid},
      {"phoneNumber", "+447700900777", "ValidationError"},
      {"TopicArn", AwsSnsAccount{}.topic_arn, "ValidationError"},
      {"Subject", "Hi", "ValidationError"},
      {"Message", "", invalid},
      {"Message", std::string(1601, 'x'), invalid},
      {entry(1, "Value.StringValue"), "HE", invalid},
      {entry(1, "Value.StringValue"), "HERALD-12345", invalid},
      {entry(1, "Value.StringValue"), "HERALD SMS", invalid},
      {entry(1, "Value.StringValue"), "12345", invalid},
      {entry(1, "Value.DataType"), "Number", invalid},
      {entry(1, "Value.DataType"), "", invalid},
      {entry(1, "Name"), "", invalid},
      {entry(1, "Name"), "AWS.SNS.SMS.SenderId", invalid},
      {entry(1, "Name"), "AWS.SNS.SMS.SMSType", invalid},
      {entry(2, "Value.StringValue"), "promotional", invalid},
      {entry(2, "Value.StringValue"), "", invalid},
      {entry(3, "Value.StringValue"), "0,50", invalid},
      {entry(3, "Value.StringValue"), "-1", invalid},
      {entry(3, "Value.DataType"), "String", invalid},
      {entry(4, "Value.StringValue"), "+1206", invalid},
      {entry(4, "Value.StringValue"), "HERALD", invalid},
      {entry(5, "Value.StringValue"), std::string(51, '1'), invalid},
      {entry(6, "Value.StringValue"), std::string(51, '1'), invalid},
      {entry(6, "Value.BinaryValue"), "1", invalid},
      {"MessageAttributes.entry.0.Name", "x", invalid},
      {"MessageAttributes.member.1.Name", "x", invalid}};
  for (const auto& [name, value, code] : mutations) EXPECT_EQ(code_after(name, value), code) << name << value;
  std::string longest;
  for (int i = 0; i < 1600; ++i) longest += "\xC3\xA9";
  EXPECT_EQ(code_after("Message", longest), "") << "1600 characters";
}

TEST(AwsSnsRules, RefuseGapsAndRepetitions) {
  Form gap = good_publish();
  std::erase_if(gap, [](const auto& one) { return one.first.starts_with("MessageAttributes.entry.3."); });
  EXPECT_EQ(check_aws_sns_form(gap).value_or(AwsSnsError{}).code, "InvalidParameter");
  Form twice = good_publish();
  twice.emplace_back("Message", "again");
  EXPECT_EQ(check_aws_sns_form(twice).value_or(AwsSnsError{}).code, "MalformedQueryString");
}

/// A request as it is written, before it is signed. `sign` changes the credentials alone.
struct SnsWritten {
  std::string line{"POST / HTTP/1.1"};
  std::string type{kAwsSnsContentType};
  std::int64_t at{kSnsNow};
  std::string host{"127.0.0.1:1"};
  std::string signed_host{"127.0.0.1:1"};
  std::string more{};
  std::string body{write_form(good_publish())};
  std::string length{};
  AwsSnsAccount sign{};
  std::string authorization{};  ///< instead of the right one; "-" for none
};

AwsSnsError error_of(const SnsWritten& written, const AwsSnsAccount& account = {}) {
  const std::string date = aws_sns_date(written.at);
  std::string authorization = written.authorization;
  if (authorization.empty())
    authorization = aws_sns_authorization(
        written.sign, {.date = date, .host = written.signed_host, .body = write_form(good_publish())});
  std::string head = written.line + "\r\nHost: " + written.host + "\r\nContent-Type: " + written.type +
                     "\r\nX-Amz-Date: " + date + "\r\n";
  if (authorization != "-") head += "Authorization: " + authorization + "\r\n";
  const std::string length = written.length.empty() ? std::to_string(written.body.size()) : written.length;
  head += "Content-Length: " + length + "\r\n" + written.more + "\r\n";
  Form form;
  return check_aws_sns_request(account, {head, written.body, 0}, kSnsNow, form)
      .value_or(AwsSnsError{0, "", ""});
}

TEST(AwsSnsRules, RefuseOneMutationOfEachHeader) {
  EXPECT_EQ(error_of({}).text, "");
  EXPECT_EQ(error_of({.line = "GET / HTTP/1.1"}).code, "NotFound");
  EXPECT_EQ(error_of({.line = "POST /sns HTTP/1.1"}).code, "NotFound");
  EXPECT_EQ(error_of({.line = "POST /?Action=Publish HTTP/1.1"}).code, "NotFound");
  EXPECT_EQ(error_of({.type = "application/x-www-form-urlencoded"}).code, "ValidationError");
  EXPECT_EQ(error_of({.length = "1"}).code, "ValidationError");
  EXPECT_EQ(error_of({.more = "X-Extra: 1\r\n"}).code, "ValidationError");
  EXPECT_EQ(error_of({.more = "Host: 127.0.0.1:1\r\n"}).code, "ValidationError");
  EXPECT_EQ(error_of({.more = "X-Amz-Date: 20240517T102030Z\r\n"}).code, "ValidationError");
}

TEST(AwsSnsRules, RefuseOneMutationOfEachCredential) {
  EXPECT_EQ(error_of({.authorization = "-"}).code, "MissingAuthenticationToken");
  EXPECT_EQ(error_of({.authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE"}).code,
            "IncompleteSignature");
  EXPECT_EQ(error_of({.sign = {.access_key = "AKIDOTHER"}}).code, "InvalidClientTokenId");
  EXPECT_EQ(error_of({.sign = {.secret_key = "other"}}).code, "SignatureDoesNotMatch");
  EXPECT_EQ(error_of({.sign = {.region = "eu-west-1"}}).code, "SignatureDoesNotMatch");
  EXPECT_EQ(error_of({.signed_host = "127.0.0.1"}).code, "SignatureDoesNotMatch") << "the port is part of it";
  EXPECT_EQ(error_of({.body = write_form(changed(good_publish(), "Message", "other"))}).code,
            "SignatureDoesNotMatch");
  EXPECT_EQ(error_of({.sign = {.session_token = "FwoGZXIv"}}).code, "SignatureDoesNotMatch");
  EXPECT_EQ(error_of({.more = "X-Amz-Security-Token: FwoGZXIv\r\n"}).code, "InvalidClientTokenId");
  const AwsSnsAccount temporary{.session_token = "FwoGZXIv"};
  EXPECT_EQ(error_of({}, temporary).code, "InvalidClientTokenId");
  EXPECT_EQ(error_of({.more = "X-Amz-Security-Token: FwoGZXIv\r\n", .sign = temporary}, temporary).text, "");
}

TEST(AwsSnsRules, TakeAQuarterOfAnHourOnEitherSide) {
  EXPECT_EQ(error_of({.at = kSnsNow - 900}).text, "");
  EXPECT_EQ(error_of({.at = kSnsNow + 900}).text, "");
  EXPECT_TRUE(error_of({.at = kSnsNow - 901}).text.starts_with("Signature expired: 20240517T100529Z"));
  EXPECT_TRUE(error_of({.at = kSnsNow + 901}).text.starts_with("Signature not yet current: "));
  EXPECT_EQ(error_of({.more = "X-Amz-Date: x\r\n"}).code, "ValidationError");
}

TEST(AwsSnsRules, RefuseFormsThatCannotBeRead) {
  const auto code = [](const std::string& body) {
    const AwsSnsRequest request{.date = aws_sns_date(kSnsNow), .host = "127.0.0.1:1", .body = body};
    return error_of({.body = body, .authorization = aws_sns_authorization({}, request)}).code;
  };
  EXPECT_EQ(code(write_form(good_publish())), "");
  for (const char* body : {"", "x", "Action=Publish&", "Message=%zz", "Message=%FF", "Message=a b"})
    EXPECT_EQ(code(body), "MalformedQueryString") << body;
}

TEST(AwsSnsRules, LetAnybodyFetchWithoutABody) {
  const auto code = [](const std::string& more, const std::string& body = {}) {
    return check_aws_sns_get({"GET /x.pem HTTP/1.1\r\nHost: a\r\n" + more + "\r\n", body, 0})
        .value_or(AwsSnsError{})
        .code;
  };
  EXPECT_EQ(code("User-Agent: herald\r\nAccept: */*\r\n"), "");
  EXPECT_EQ(code("Authorization: AWS4\r\n"), "ValidationError");
  EXPECT_EQ(code("", "x"), "ValidationError");
}

// The worked vector of the provider's fact sheet.
TEST(AwsSnsSignature, IsThatOfTheWorkedVector) {
  const std::string body =
      "Action=Publish&Version=2010-03-31&PhoneNumber=%2B447700900777&Message=Herald+test+1+%2B+1+%3D+2&"
      "MessageAttributes.entry.1.Name=AWS.SNS.SMS.SMSType&MessageAttributes.entry.1.Value.DataType=String&"
      "MessageAttributes.entry.1.Value.StringValue=Promotional";
  const AwsSnsRequest request{
      .date = aws_sns_date(kSnsNow), .host = "sns.eu-central-1.amazonaws.com", .body = body};
  EXPECT_EQ(request.date, "20240517T102030Z");
  const AwsSnsSigning made = aws_sns_signing({}, request);
  EXPECT_TRUE(made.canonical.ends_with("35160716362ef26b6e3d4c7663ae540c399e9ea84e6eb66b87b32eb6ef511bb3"));
  EXPECT_EQ(made.text,
            "AWS4-HMAC-SHA256\n20240517T102030Z\n20240517/eu-central-1/sns/aws4_request\n"
            "39d435e428260a4097d2e1bad898c05fce9ad2fe232f383060c3a494f1859094");
  EXPECT_EQ(made.signature, "b644127dfa6110126e4edfc4b8b7d536f75eec5cefffe267fedd6a7c8a913889");
}

TEST(AwsSnsNotice, SignsTheTextsOfTheSheet) {
  const std::string arn = "arn:aws:sns:eu-west-1:123456789012:inbound";
  EXPECT_EQ(
      aws_sns_signed_text({.topic_arn = arn, .subject = "Hi", .message = "Hello \"q\" \xC3\xA9"}).size(),
      184U);
  EXPECT_EQ(aws_sns_signed_text({.type = "SubscriptionConfirmation",
                                 .topic_arn = arn,
                                 .message = "You have chosen to subscribe",
                                 .token = "abc",
                                 .subscribe_url = "https://sns.eu-west-1.amazonaws.com/"
                                                  "?Action=ConfirmSubscription&TopicArn=" +
                                                  arn + "&Token=abc"})
                .size(),
            350U);
}

}  // namespace
}  // namespace herald::test
