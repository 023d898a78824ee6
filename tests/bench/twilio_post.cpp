#include "tests/bench/twilio_post.hpp"

namespace herald::bench {
namespace {

const test::TwilioAccount kAccount;
constexpr const char* kOurs = "+15005550006";

}  // namespace

std::string twilio_post(const std::string& base, const std::string& target, const test::Form& form) {
  const std::string body = test::write_form(form);
  return "POST " + target +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded; " +
         "charset=UTF-8\r\nX-Twilio-Signature: " +
         test::twilio_signature(kAccount.auth_token, base + target, form) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

test::Form twilio_receipt(const std::string& sid) {
  return {{"SmsSid", sid},        {"SmsStatus", "delivered"},   {"MessageStatus", "delivered"},
          {"To", "+15005551000"}, {"MessageSid", sid},          {"AccountSid", kAccount.sid},
          {"From", kOurs},        {"ApiVersion", "2010-04-01"}, {"RawDlrDoneDate", "2611231200"}};
}

test::Form twilio_text(const std::string& sid, const std::string& from, const std::string& text) {
  return {{"MessageSid", sid},
          {"SmsStatus", "received"},
          {"AccountSid", kAccount.sid},
          {"From", from},
          {"To", kOurs},
          {"Body", text},
          {"NumMedia", "0"},
          {"NumSegments", "1"},
          {"ApiVersion", "2010-04-01"}};
}

}  // namespace herald::bench
