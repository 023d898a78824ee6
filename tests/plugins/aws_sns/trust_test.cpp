#include "plugins/providers/aws_sns/trust.hpp"

#include <gtest/gtest.h>

#include "plugins/providers/aws_sns/account.hpp"

namespace herald::aws_sns {
namespace {

const std::string kPem = "/SimpleNotificationService-7ff5318490ec183fbaddaa2a969abfda.pem";

TEST(CertificateUrl, IsOfSns) {
  for (const std::string& host :
       {std::string("sns.us-east-1.amazonaws.com"), std::string("sns.cn-north-1.amazonaws.com.cn"),
        std::string("sns.us-gov-west-1.amazonaws.com"), std::string("SNS.eu-west-1.amazonaws.com"),
        std::string("sns.eu-west-1.amazonaws.com:443")})
    EXPECT_TRUE(is_certificate_url("https://" + host + kPem, {})) << host;
}

TEST(CertificateUrl, IsOfNobodyWhoLooksLikeIt) {
  for (const std::string& bad : {"http://sns.us-east-1.amazonaws.com" + kPem,
                                 std::string("https://sns.us-east-1.amazonaws.com.evil.example/x.pem"),
                                 std::string("https://evil.example/sns.us-east-1.amazonaws.com.pem"),
                                 std::string("https://sns.us-east-1.amazonaws.com@evil.example/x.pem"),
                                 std::string("https://evil.example#sns.us-east-1.amazonaws.com/x.pem"),
                                 std::string("https://evil.example?sns.us-east-1.amazonaws.com/x.pem"),
                                 std::string("https://evil.example\\@sns.us-east-1.amazonaws.com/x.pem"),
                                 "https://sns.us-east-1.amazonaws.com:8443" + kPem,
                                 "https://sns.us-east-1.amazonaws.com" + kPem + "#x",
                                 "https://sns.us-east-1.amazonaws.com" + kPem + "?x=1",
                                 "https://sns.us-east-1.amazonaws.com" + kPem + "?",
                                 std::string("https://sns.us-east-1.amazonaws.com/?a=x.pem"),
                                 std::string("https://sns.us-east-1.amazonaws.com/x.pem.txt"),
                                 std::string("https://sns.us-east-1.amazonaws.com/"),
                                 "https://sns.amazonaws.com" + kPem,
                                 "https://sns.us.amazonaws.com" + kPem,
                                 "https://sns.a.b.c.amazonaws.com" + kPem,
                                 "https://xsns.us-east-1.amazonaws.com" + kPem,
                                 "https://sns.us-east-1.amazonawsXcom" + kPem,
                                 "https://sns.us-east-1.amazonaws.com." + kPem,
                                 "https://sns.us-east-1.amazonaws.com.cn.example" + kPem,
                                 "https://snsxus-east-1.amazonaws.com" + kPem,
                                 "https://sns.us-east-1.evilamazonaws.com" + kPem,
                                 "https://s3.us-east-1.amazonaws.com/sns.us-east-1.amazonaws.com" + kPem,
                                 "https://sns.s3.us-east-1.amazonaws.com" + kPem,
                                 "https://sns.us-east-1.api.aws" + kPem,
                                 "https://127.0.0.1" + kPem,
                                 "http://127.0.0.1:4566" + kPem,
                                 std::string("file:///x.pem"),
                                 std::string()})
    EXPECT_FALSE(is_certificate_url(bad, {})) << bad;
}

TEST(CertificateUrl, MayBeOfTheChannelsOwnEndpointExactly) {
  const Account emulator{.api_url = "http://127.0.0.1:4566/base"};
  EXPECT_TRUE(is_certificate_url("http://127.0.0.1:4566" + kPem, emulator));
  EXPECT_TRUE(is_certificate_url("https://sns.us-east-1.amazonaws.com" + kPem, emulator));
  for (const char* bad :
       {"https://127.0.0.1:4566", "http://127.0.0.1:4567", "http://127.0.0.1", "http://127.0.0.2:4566",
        "http://localhost:4566", "http://127.0.0.1.evil.example:4566", "http://x@127.0.0.1:4566",
        "http://127.0.0.1:45660"})
    EXPECT_FALSE(is_certificate_url(bad + kPem, emulator)) << bad;
  EXPECT_FALSE(is_certificate_url("http://127.0.0.1:4566/x.txt", emulator));
  const Account vpc{.api_url = "https://vpce-1.sns.eu-west-1.vpce.amazonaws.com:443"};
  EXPECT_TRUE(is_certificate_url("https://vpce-1.sns.eu-west-1.vpce.amazonaws.com" + kPem, vpc));
  EXPECT_FALSE(is_certificate_url("https://vpce-2.sns.eu-west-1.vpce.amazonaws.com" + kPem, vpc));
}

TEST(SubscribeUrl, IsOfTheSamePlaces) {
  const std::string query =
      "/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:a&Token=abc";
  EXPECT_TRUE(is_subscribe_url("https://sns.eu-west-1.amazonaws.com" + query, {}));
  EXPECT_TRUE(is_subscribe_url("http://127.0.0.1:4566" + query, {.api_url = "http://127.0.0.1:4566"}));
  for (const char* bad :
       {"http://sns.eu-west-1.amazonaws.com", "https://sns.eu-west-1.amazonaws.com.evil.example",
        "https://evil.example", "https://sns.eu-west-1.amazonaws.com@evil.example", "https://169.254.169.254",
        "http://127.0.0.1:4566"})
    EXPECT_FALSE(is_subscribe_url(bad + query, {})) << bad;
}

}  // namespace
}  // namespace herald::aws_sns
