#include <nlohmann/json.hpp>
#include <regex>

#include "tests/support/request_headers.hpp"
#include "tests/support/twilio_wire.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {

TwilioMessageCall read_message_call(const TwilioAccount& account, const RawRequest& request) {
  const std::string start = "GET /2010-04-01/Accounts/" + account.sid + "/Messages/";
  TwilioMessageCall call{.is_one = request.line().starts_with(start)};
  if (!call.is_one) return call;
  static const std::regex kSid{R"(([SM]M[0-9a-f]{32})\.json HTTP/1\.1)"};
  std::smatch found;
  const std::string rest = request.line().substr(start.size());
  if (!whole_match(rest, found, kSid)) {
    call.wrong = TwilioError{404, 20404, "the path names a message"};
    return call;
  }
  call.sid = found[1];
  const RequestHeaders headers = request_headers(request);
  if (!only_header(headers, "host")) call.wrong = TwilioError{400, 20001, "a message is read with one Host"};
  if (!request.body.empty()) call.wrong = TwilioError{400, 20001, "a message is read without a body"};
  if (only_header(headers, "authorization") != authorization_of(account))
    call.wrong = TwilioError{401, 20003, "a message is read with basic authentication of the account"};
  return call;
}

std::string billed_json(const std::string& created, const TwilioBill& bill) {
  auto message = nlohmann::ordered_json::parse(created);
  message["status"] = bill.status;
  message["date_sent"] = "Sun, 06 Nov 1994 08:49:38 +0000";
  if (!bill.price.empty()) message["price"] = bill.price;
  return message.dump();
}

}  // namespace herald::test
