#include "plugins/providers/mailgun/error_table.hpp"

#include "plugins/providers/parts/text.hpp"

namespace herald::mailgun {
namespace {

// Mailgun has no error codes: the status and words of its message are all there is. 500 and 503 are its own
// refusals; 502 and 504 are a gateway's, behind which the e-mail may have gone.
constexpr ErrorRow kErrors[] = {
    {400, "from parameter is missing", Failure::Permanent},
    {400, "from parameter is not a valid", Failure::AuthConfig},
    {400, "to parameter is not a valid address", Failure::InvalidRecipient},
    {400, "cc parameter is not a valid address", Failure::InvalidRecipient},
    {400, "need at least one of text or html parameters specified", Failure::Permanent},
    {400, "too many recipients", Failure::Permanent},
    {400, "1000 recipients", Failure::Permanent},
    {400, "authorized recipients", Failure::AuthConfig},
    {400, "sandbox", Failure::AuthConfig},
    {400, "free account", Failure::AuthConfig},
    {400, "unverified", Failure::AuthConfig},
    {400, "not verified", Failure::AuthConfig},
    {400, "disabled", Failure::AuthConfig},
    {400, "activate", Failure::AuthConfig},
    {400, "activation", Failure::AuthConfig},
    {400, "", Failure::Permanent},
    {401, "", Failure::AuthConfig},
    {402, "", Failure::AuthConfig},
    {403, "", Failure::AuthConfig},
    {404, "", Failure::AuthConfig},
    {413, "", Failure::Permanent},
    {429, "", Failure::RateLimited},
    {500, "", Failure::RetryLater},
    {502, "", Failure::Ambiguous},
    {503, "", Failure::RetryLater},
    {504, "", Failure::Ambiguous},
};

constexpr ReasonRow kReasons[] = {
    {"suppress-bounce", 605, Failure::InvalidRecipient},
    {"suppress-unsubscribe", 606, Failure::OptOut},
    {"suppress-complaint", 607, Failure::Complaint},
    {"old", 0, Failure::RetryLater},
    {"espblock", 0, Failure::Permanent},
};

}  // namespace

std::span<const ErrorRow> error_rows() { return kErrors; }

std::span<const ReasonRow> reason_rows() { return kReasons; }

Failure status_failure(int status, std::string_view message) {
  std::string text = provider::lower(message);
  std::erase(text, '\'');  // names of parameters come with and without quotes
  for (const ErrorRow& row : kErrors)
    if (row.status == status && text.find(row.part) != std::string::npos) return row.failure;
  if (status >= 500 || status == 408) return Failure::Ambiguous;
  return status >= 400 ? Failure::Permanent : Failure::AuthConfig;
}

Failure bounce_failure(const Bounce& bounce) {
  for (const ReasonRow& row : kReasons)
    if (row.reason == bounce.reason || (row.code != 0 && row.code == bounce.code)) return row.failure;
  return bounce.enhanced.starts_with("5.1.") ? Failure::InvalidRecipient : Failure::Permanent;
}

std::string_view error_class(Failure failure) {
  switch (failure) {
    case Failure::RetryLater:
      return "transient";
    case Failure::RateLimited:
      return "quota";
    case Failure::AuthConfig:
      return "config";
    case Failure::InvalidRecipient:
      return "invalid_recipient";
    case Failure::OptOut:
    case Failure::Complaint:
      return "blocked";
    case Failure::Ambiguous:
      return "provider_down";
    case Failure::Permanent:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::mailgun
