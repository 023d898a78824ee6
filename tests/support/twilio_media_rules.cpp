#include <regex>

#include "tests/support/digests.hpp"
#include "tests/support/request_headers.hpp"
#include "tests/support/twilio_wire.hpp"
#include "tests/support/whole_match.hpp"

namespace herald::test {
namespace {

using Where = TwilioMediaCall::Where;

void find_where(const TwilioAccount& account, const std::string& line, TwilioMediaCall& call) {
  const std::regex api{"GET /2010-04-01/Accounts/" + account.sid +
                       "/Messages/[SM]M[0-9a-f]{32}/Media/(ME[0-9a-f]{32}) HTTP/1.1"};
  static const std::regex kStorage{R"(GET /stored/(ME[0-9a-f]{32})(\?\S*)? HTTP/1\.1)"};
  std::smatch found;
  if (whole_match(line, found, api))
    call.where = Where::Api;
  else if (whole_match(line, found, kStorage))
    call.where = Where::Storage;
  if (call.where == Where::Nowhere) return;
  call.media_sid = found[1];
  const std::string query = call.where == Where::Storage ? found[2].str() : std::string{};
  if (call.where == Where::Storage && query != "?" + twilio_storage_query(account, call.media_sid))
    call.wrong = TwilioError{403, 0, "the signature of the URL"};
}

}  // namespace

TwilioMediaCall read_media_call(const TwilioAccount& account, const RawRequest& request) {
  TwilioMediaCall call;
  find_where(account, request.line(), call);
  if (call.where == Where::Nowhere || call.wrong) return call;
  const RequestHeaders headers = request_headers(request);
  const auto credentials = only_header(headers, "authorization");
  if (call.where == Where::Api && credentials != authorization_of(account))
    call.wrong = TwilioError{401, 20003, "basic authentication of the account"};
  if (call.where == Where::Storage && request.head.find("uthorization") != std::string::npos)
    call.wrong = TwilioError{400, 0, "no credentials for the storage"};
  if (!only_header(headers, "host")) call.wrong = TwilioError{400, 0, "one Host"};
  if (!request.body.empty()) call.wrong = TwilioError{400, 0, "a GET without a body"};
  return call;
}

std::string twilio_storage_query(const TwilioAccount& account, const std::string& media_sid) {
  return "Expires=1760000000&Signature=" + hex_of(hmac_of("SHA256", account.auth_token, media_sid));
}

}  // namespace herald::test
