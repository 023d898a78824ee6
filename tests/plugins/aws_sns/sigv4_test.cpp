#include "plugins/providers/aws_sns/sigv4.hpp"

#include <gtest/gtest.h>
#include <herald/text.hpp>

#include "tests/plugins/aws_sns/host_crypto.hpp"
#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

// The worked vector of the provider's fact sheet.
const std::string kSheetBody =
    "Action=Publish&Version=2010-03-31&PhoneNumber=%2B447700900777&Message=Herald+test+1+%2B+1+%3D+2&"
    "MessageAttributes.entry.1.Name=AWS.SNS.SMS.SMSType&MessageAttributes.entry.1.Value.DataType=String&"
    "MessageAttributes.entry.1.Value.StringValue=Promotional";

Signable sheet_request() {
  return {.host = "sns.eu-central-1.amazonaws.com",
          .content_type = "application/x-www-form-urlencoded; charset=utf-8",
          .date = amz_date(kNow),
          .body = kSheetBody};
}

class SigV4 : public ::testing::Test {
 protected:
  HostCrypto host_;
  const sdk::Crypto& crypto_{host_.crypto};
};

TEST_F(SigV4, WritesTheDateAsTheSheet) {
  EXPECT_EQ(amz_date(kNow), "20240517T102030Z");
  EXPECT_EQ(amz_date(0), "19700101T000000Z");
  EXPECT_EQ(amz_date(1'709'251'199'999), "20240229T235959Z");
}

TEST_F(SigV4, MakesTheCanonicalRequestOfTheSheet) {
  const std::string canonical = canonical_request(crypto_, sheet_request());
  EXPECT_EQ(canonical,
            "POST\n/\n\ncontent-type:application/x-www-form-urlencoded; charset=utf-8\n"
            "host:sns.eu-central-1.amazonaws.com\nx-amz-date:20240517T102030Z\n\n"
            "content-type;host;x-amz-date\n"
            "35160716362ef26b6e3d4c7663ae540c399e9ea84e6eb66b87b32eb6ef511bb3");
  EXPECT_EQ(sdk::to_hex(crypto_.digest(sdk::Hash::Sha256, canonical)),
            "39d435e428260a4097d2e1bad898c05fce9ad2fe232f383060c3a494f1859094");
}

TEST_F(SigV4, DerivesTheKeysOfTheSheet) {
  const SigningKeys keys =
      signing_keys(crypto_, test::AwsSnsAccount{}.secret_key, "20240517", "eu-central-1");
  EXPECT_EQ(sdk::to_hex(keys.date), "661b47d387aeef8380fd4c1490560240ae4b35494e7195dc0657a92b98fa10da");
  EXPECT_EQ(sdk::to_hex(keys.region), "9d7b45abf5fbbfd8987bcfe73411d20b34e8b1abfeae375a116f4adaf8178d24");
  EXPECT_EQ(sdk::to_hex(keys.service), "316c9eaa38ad2289d32cb91ae6d3fa191ee017da6bca45e13ef266097e042a80");
  EXPECT_EQ(sdk::to_hex(keys.signing), "38d010dc5a5c4c25ed429d8996c6f5477ebd30a515076002c0590bcd2a7ff4e1");
}

TEST_F(SigV4, SignsTheTextOfTheSheet) {
  EXPECT_EQ(string_to_sign(crypto_, sheet_request(), "eu-central-1"),
            "AWS4-HMAC-SHA256\n20240517T102030Z\n20240517/eu-central-1/sns/aws4_request\n"
            "39d435e428260a4097d2e1bad898c05fce9ad2fe232f383060c3a494f1859094");
}

TEST_F(SigV4, IsThatOfTheSheetInAPlan) {
  const json request = plan("send", message_input({{"message_class", "marketing"}}), account()).at("request");
  EXPECT_EQ(request.at("body").at(0).at("text"), kSheetBody);
  EXPECT_EQ(request.at("headers"),
            json::array({json::array({"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}),
                         json::array({"X-Amz-Date", "20240517T102030Z"}),
                         json::array({"Authorization",
                                      "AWS4-HMAC-SHA256 "
                                      "Credential=AKIDEXAMPLE/20240517/eu-central-1/sns/aws4_request, "
                                      "SignedHeaders=content-type;host;x-amz-date, "
                                      "Signature="
                                      "b644127dfa6110126e4edfc4b8b7d536f75eec5cefffe267fedd6a7c8a913889"})}));
}

TEST_F(SigV4, SignsAPathSegmentBySegment) {
  Signable request = sheet_request();
  request.path = "/a b/%20/~x/";
  EXPECT_TRUE(canonical_request(crypto_, request).starts_with("POST\n/a%20b/%2520/~x/\n\n"));
}

/// What the far side finds wrong with the plan of a message to an account of these.
std::string wrong_with(const json& more, const test::AwsSnsAccount& far) {
  test::Form form;
  const auto wrong = test::check_aws_sns_request(
      far, raw_request(plan("send", message_input(), account(more))), kNow / 1000, form);
  return wrong ? wrong->text : "";
}

TEST(Signature, SatisfiesTheFarSideWhateverTheHost) {
  for (const char* url : {"https://sns.eu-central-1.amazonaws.com", "https://proxy.example:8443",
                          "http://127.0.0.1:4566", "http://127.0.0.1:80", "https://Proxy.Example:443/"})
    EXPECT_EQ(wrong_with({{"api_url", url}}, {}), "") << url;
}

TEST(Signature, CoversTheTokenOfTemporaryCredentials) {
  EXPECT_EQ(wrong_with({{"auth_token", "FwoGZXIvYXdz"}}, {.session_token = "FwoGZXIvYXdz"}), "");
  EXPECT_NE(wrong_with({{"auth_token", "FwoGZXIvYXdz"}}, {.session_token = "other"}), "");
}

TEST(Signature, IsOfTheRegionWhateverTheHost) {
  const json moved{{"api_url", "http://127.0.0.1:4566"}, {"config", {{"region", "us-west-2"}}}};
  EXPECT_EQ(wrong_with(moved, {.region = "us-west-2"}), "");
  EXPECT_NE(wrong_with(moved, {}), "");
}

}  // namespace
}  // namespace herald::aws_sns::testing
