#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/raw_server.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::test {

// What Amazon's documents say about requests to SNS and about its notifications, told apart from any plugin.
// All pure, but for keys. [value]

struct AwsSnsAccount {
  std::string access_key{"AKIDEXAMPLE"};
  std::string secret_key{"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};
  std::string session_token{};  ///< when set, requests must bear it
  std::string region{"eu-central-1"};
  std::string topic_arn{"arn:aws:sns:eu-central-1:123456789012:inbound"};
};

/// A refusal: HTTP status, code and message of the error document. `text` says which rule was broken.
struct AwsSnsError {
  int http{400};
  std::string code{};
  std::string text{};
};

/// The form's content type, which every request must bear.
inline constexpr const char* kAwsSnsContentType = "application/x-www-form-urlencoded; charset=utf-8";

/// What of a request its signature depends on. [value]
struct AwsSnsRequest {
  std::string date{};  ///< X-Amz-Date
  std::string host{};
  std::string path{"/"};
  std::string body{};
};

/// Version 4 of AWS's signatures over such a request: canonical form, text, signature. [value]
struct AwsSnsSigning {
  std::string canonical{};
  std::string text{};
  std::string signature{};
};
AwsSnsSigning aws_sns_signing(const AwsSnsAccount& account, const AwsSnsRequest& request);

/// The Authorization header of such a request.
std::string aws_sns_authorization(const AwsSnsAccount& account, const AwsSnsRequest& request);

/// `20240517T102030Z` for seconds since 1970, and `2024-05-17T10:20:30.000Z`.
std::string aws_sns_date(std::int64_t seconds);
std::string aws_sns_timestamp(std::int64_t seconds);

/// What is wrong with a request of POST / at `now`, in seconds; its parameters are put into `form`. Stricter
/// than SNS: what its documents do not name is refused.
std::optional<AwsSnsError> check_aws_sns_request(const AwsSnsAccount& account, const RawRequest& request,
                                                 std::int64_t now, Form& form);
/// What is wrong with the parameters alone, of Publish to a number or of GetSMSAttributes.
std::optional<AwsSnsError> check_aws_sns_form(const Form& form);
/// What is wrong with a GET, which nobody signs: of a certificate or of a subscription's confirmation.
std::optional<AwsSnsError> check_aws_sns_get(const RawRequest& request);

/// Answers of SNS.
std::string aws_sns_published(const std::string& message_id);
std::string aws_sns_attributes();
std::string aws_sns_subscribed(const AwsSnsAccount& account);
std::string aws_sns_confirmed(const AwsSnsAccount& account);
std::string aws_sns_error(const AwsSnsError& error);

/// Private keys as PEM (RSA, 2048 bits), made once for the process: of SNS, and of somebody else.
const std::string& aws_sns_key();
const std::string& aws_sns_strange_key();
/// A self-signed certificate of such a key as PEM, valid between two times in seconds.
std::string aws_sns_certificate(const std::string& key_pem, std::int64_t from, std::int64_t until);

/// A notification or confirmation before it is signed. [value]
struct AwsSnsNotice {
  std::string type{"Notification"};
  std::string message_id{"11111111-2222-5333-8444-555555555555"};
  std::string topic_arn{AwsSnsAccount{}.topic_arn};
  std::optional<std::string> subject{};
  std::string message{};
  std::string timestamp{"2024-05-17T10:20:30.123Z"};
  std::string version{"2"};
  std::string certificate_url{};
  std::string token{};          ///< of confirmations
  std::string subscribe_url{};  ///< of confirmations
};
/// What the signature of a notice covers.
std::string aws_sns_signed_text(const AwsSnsNotice& notice);
/// RSA with SHA-1 for version 1, else SHA-256; in base64.
std::string aws_sns_signature(const std::string& text, const std::string& version,
                              const std::string& key_pem = aws_sns_key());
/// The notice as SNS posts it, signed.
std::string aws_sns_envelope(const AwsSnsNotice& notice, const std::string& key_pem = aws_sns_key());

}  // namespace herald::test
