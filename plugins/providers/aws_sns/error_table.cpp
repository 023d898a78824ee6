#include "plugins/providers/aws_sns/error_table.hpp"

#include <algorithm>

#include "plugins/providers/parts/text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr ErrorRow kCodes[] = {
    {"AccessDenied", Failure::Credentials},
    {"AccessDeniedException", Failure::Credentials},
    {"AuthorizationError", Failure::Credentials},
    {"EndpointDisabled", Failure::Permanent},
    {"ExpiredToken", Failure::Credentials},
    {"ExpiredTokenException", Failure::Credentials},
    {"FilterPolicyLimitExceeded", Failure::Config},
    {"IncompleteSignature", Failure::Credentials},
    {"InternalError", Failure::Ambiguous},
    {"InternalFailure", Failure::Ambiguous},
    {"InvalidAction", Failure::Permanent},
    {"InvalidClientTokenId", Failure::Credentials},
    {"InvalidParameter", Failure::Parameter},
    {"InvalidParameterValue", Failure::Parameter},
    {"InvalidSecurity", Failure::Credentials},
    {"KMSAccessDenied", Failure::Config},
    {"KMSDisabled", Failure::Config},
    {"KMSInvalidState", Failure::Config},
    {"KMSNotFound", Failure::Config},
    {"KMSOptInRequired", Failure::Config},
    {"KMSThrottling", Failure::RetryLater},
    {"MalformedQueryString", Failure::Permanent},
    {"MissingAuthenticationToken", Failure::Credentials},
    {"MissingParameter", Failure::Permanent},
    {"NotFound", Failure::Config},
    {"OptInRequired", Failure::Credentials},
    {"OptedOut", Failure::OptOut},
    {"ParameterValueInvalid", Failure::Parameter},
    {"PlatformApplicationDisabled", Failure::Permanent},
    {"RequestExpired", Failure::Clock},
    {"RequestLimitExceeded", Failure::RateLimited},
    {"RequestTimeTooSkewed", Failure::Clock},
    {"RequestTimeout", Failure::RetryLater},
    {"ServiceUnavailable", Failure::Down},
    {"SignatureDoesNotMatch", Failure::Credentials},
    {"SubscriptionLimitExceeded", Failure::Config},
    {"Throttled", Failure::RateLimited},
    {"Throttling", Failure::RateLimited},
    {"ThrottlingException", Failure::RateLimited},
    {"TopicLimitExceeded", Failure::Config},
    {"UnrecognizedClientException", Failure::Credentials},
    {"UserError", Failure::Permanent},
    {"ValidationError", Failure::Permanent},
    {"ValidationException", Failure::Permanent},
};

constexpr ErrorRow kResponses[] = {
    {"Blocked as spam by phone carrier", Failure::Permanent},
    {"Phone carrier has blocked this message", Failure::Permanent},
    {"Message body is invalid", Failure::Permanent},
    {"Destination is on a blocked list", Failure::OptOut},
    {"Phone is on a blocked list", Failure::OptOut},
    {"Phone has blocked SMS", Failure::OptOut},
    {"Phone number is opted out", Failure::OptOut},
    {"Invalid phone number", Failure::InvalidRecipient},
    {"Phone carrier is currently unreachable/unavailable", Failure::RetryLater},
    {"Phone is currently unreachable/unavailable", Failure::RetryLater},
    {"Unknown error attempting to reach phone", Failure::RetryLater},
    {"This delivery would exceed max price", Failure::Config},
    {"quota", Failure::Config},  // of the month's spend, in several wordings
};

bool speaks_of_time(std::string_view text) {
  const std::string low = lower(text);
  return low.find("signature expired") != std::string::npos ||
         low.find("signature not yet current") != std::string::npos;
}

}  // namespace

std::span<const ErrorRow> code_rows() { return kCodes; }
std::span<const ErrorRow> response_rows() { return kResponses; }

Failure code_failure(std::string_view code) {
  const auto* row = std::ranges::lower_bound(kCodes, code, {}, &ErrorRow::name);
  return row == std::end(kCodes) || row->name != code ? Failure::Unlisted : row->failure;
}

const ErrorRow* response_row(std::string_view response) {
  const std::string low = lower(response);
  const auto* row = std::ranges::find_if(
      kResponses, [&](const ErrorRow& one) { return low.find(lower(one.name)) != std::string::npos; });
  return row == std::end(kResponses) ? nullptr : row;
}

Failure http_failure(int status) {
  if (status == 401 || status == 403) return Failure::Credentials;
  if (status == 429) return Failure::RateLimited;
  if (status == 503) return Failure::Down;
  if (status == 408 || status >= 500) return Failure::Ambiguous;
  if (status == 404 || status < 400) return Failure::Config;
  return Failure::Permanent;
}

Failure failure_of(std::string_view code, std::string_view text) {
  const Failure failure = code_failure(code);
  if (failure == Failure::Parameter)
    return text.find("PhoneNumber") == std::string_view::npos ? Failure::Permanent
                                                              : Failure::InvalidRecipient;
  return code == "SignatureDoesNotMatch" && speaks_of_time(text) ? Failure::Clock : failure;
}

std::string_view error_class(Failure failure) {
  switch (failure) {
    case Failure::RetryLater:
    case Failure::Ambiguous:
      return "transient";
    case Failure::Down:
      return "provider_down";
    case Failure::RateLimited:
      return "quota";
    case Failure::Credentials:
    case Failure::Clock:
      return "auth";
    case Failure::Config:
      return "config";
    case Failure::InvalidRecipient:
      return "invalid_recipient";
    case Failure::OptOut:
      return "blocked";
    case Failure::Unlisted:
    case Failure::Parameter:
    case Failure::Permanent:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::aws_sns
