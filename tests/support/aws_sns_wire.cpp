#include "tests/support/aws_sns_wire.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/support/digests.hpp"

namespace herald::test {
namespace {

std::string scope_of(const AwsSnsAccount& account, const AwsSnsRequest& request) {
  return request.date.substr(0, 8) + "/" + account.region + "/sns/aws4_request";
}

std::string signed_headers(const AwsSnsAccount& account) {
  return account.session_token.empty() ? "content-type;host;x-amz-date"
                                       : "content-type;host;x-amz-date;x-amz-security-token";
}

std::string formatted(const char* format, std::int64_t seconds) {
  using namespace std::chrono;
  const sys_seconds at{std::chrono::seconds{seconds}};
  const sys_days day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), format, static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::string xml_text(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

std::string document(const std::string& action, const std::string& result) {
  return "<" + action + "Response xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><" + action + "Result>" +
         result + "</" + action +
         "Result><ResponseMetadata><RequestId>c0ffee00-0000-5000-8000-000000000001</RequestId>"
         "</ResponseMetadata></" +
         action + "Response>\n";
}

std::string attribute(const std::string& key, const std::string& value) {
  return "<entry><key>" + key + "</key><value>" + value + "</value></entry>";
}

}  // namespace

AwsSnsSigning aws_sns_signing(const AwsSnsAccount& account, const AwsSnsRequest& request) {
  AwsSnsSigning out;
  out.canonical = "POST\n" + request.path + "\n\ncontent-type:" + kAwsSnsContentType +
                  "\nhost:" + request.host + "\nx-amz-date:" + request.date + "\n";
  if (!account.session_token.empty()) out.canonical += "x-amz-security-token:" + account.session_token + "\n";
  out.canonical += "\n" + signed_headers(account) + "\n" + hex_of(digest_of("SHA256", request.body));
  out.text = "AWS4-HMAC-SHA256\n" + request.date + "\n" + scope_of(account, request) + "\n" +
             hex_of(digest_of("SHA256", out.canonical));
  std::string key = "AWS4" + account.secret_key;
  for (const std::string& part :
       {request.date.substr(0, 8), account.region, std::string{"sns"}, std::string{"aws4_request"}})
    key = hmac_of("SHA256", key, part);
  out.signature = hex_of(hmac_of("SHA256", key, out.text));
  return out;
}

std::string aws_sns_authorization(const AwsSnsAccount& account, const AwsSnsRequest& request) {
  return "AWS4-HMAC-SHA256 Credential=" + account.access_key + "/" + scope_of(account, request) +
         ", SignedHeaders=" + signed_headers(account) +
         ", Signature=" + aws_sns_signing(account, request).signature;
}

std::string aws_sns_date(std::int64_t seconds) { return formatted("%04d%02u%02uT%02d%02d%02dZ", seconds); }

std::string aws_sns_timestamp(std::int64_t seconds) {
  return formatted("%04d-%02u-%02uT%02d:%02d:%02d.000Z", seconds);
}

std::string aws_sns_published(const std::string& message_id) {
  return document("Publish", "<MessageId>" + message_id + "</MessageId>");
}

std::string aws_sns_attributes() {
  return document("GetSMSAttributes",
                  "<attributes>" + attribute("MonthlySpendLimit", "1") +
                      attribute("DefaultSMSType", "Transactional") +
                      attribute("DeliveryStatusIAMRole", "arn:aws:iam::123456789012:role/SNSSuccess") +
                      attribute("DeliveryStatusSuccessSamplingRate", "100") + "</attributes>");
}

std::string aws_sns_confirmed(const AwsSnsAccount& account) {
  return document("ConfirmSubscription", "<SubscriptionArn>" + account.topic_arn +
                                             ":6b0e71bd-7e97-4d97-80ce-4a0994e55286</SubscriptionArn>");
}

std::string aws_sns_subscribed(const AwsSnsAccount& account) {
  return document("Subscribe", "<SubscriptionArn>" + account.topic_arn +
                                   ":6b0e71bd-7e97-4d97-80ce-4a0994e55286</SubscriptionArn>");
}

std::string aws_sns_error(const AwsSnsError& error) {
  return "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">\n  <Error>\n    <Type>" +
         std::string{error.http >= 500 ? "Receiver" : "Sender"} + "</Type>\n    <Code>" + error.code +
         "</Code>\n    <Message>" + xml_text(error.text) +
         "</Message>\n  </Error>\n  <RequestId>c0ffee00-0000-5000-8000-000000000002</RequestId>\n"
         "</ErrorResponse>\n";
}

std::string aws_sns_signed_text(const AwsSnsNotice& notice) {
  const bool notification = notice.type == "Notification";
  std::string out = "Message\n" + notice.message + "\nMessageId\n" + notice.message_id + "\n";
  if (notification && notice.subject) out += "Subject\n" + *notice.subject + "\n";
  if (!notification) out += "SubscribeURL\n" + notice.subscribe_url + "\n";
  out += "Timestamp\n" + notice.timestamp + "\n";
  if (!notification) out += "Token\n" + notice.token + "\n";
  return out + "TopicArn\n" + notice.topic_arn + "\nType\n" + notice.type + "\n";
}

std::string aws_sns_envelope(const AwsSnsNotice& notice, const std::string& key_pem) {
  nlohmann::ordered_json out{{"Type", notice.type}, {"MessageId", notice.message_id}};
  if (!notice.token.empty()) out["Token"] = notice.token;
  out["TopicArn"] = notice.topic_arn;
  if (notice.subject) out["Subject"] = *notice.subject;
  out["Message"] = notice.message;
  if (!notice.subscribe_url.empty()) out["SubscribeURL"] = notice.subscribe_url;
  out["Timestamp"] = notice.timestamp;
  out["SignatureVersion"] = notice.version;
  out["Signature"] = aws_sns_signature(aws_sns_signed_text(notice), notice.version, key_pem);
  out["SigningCertURL"] = notice.certificate_url;
  if (notice.type == "Notification")
    out["UnsubscribeURL"] =
        "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=" + notice.topic_arn +
        ":6b0e71bd-7e97-4d97-80ce-4a0994e55286";
  return out.dump(2);
}

}  // namespace herald::test
