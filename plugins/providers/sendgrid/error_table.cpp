#include "plugins/providers/sendgrid/error_table.hpp"

#include "plugins/providers/parts/text.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

// 500 and 503 are SendGrid's own refusals; 502 and 504 are a gateway's, behind which the e-mail may have
// gone.
constexpr StatusRow kStatuses[] = {
    {400, Failure::Permanent},   {401, Failure::AuthConfig}, {403, Failure::AuthConfig},
    {404, Failure::AuthConfig},  {405, Failure::AuthConfig}, {406, Failure::Ours},
    {408, Failure::Ambiguous},   {413, Failure::Permanent},  {415, Failure::Ours},
    {429, Failure::RateLimited}, {500, Failure::RetryLater}, {502, Failure::Ambiguous},
    {503, Failure::RetryLater},  {504, Failure::Ambiguous},
};

constexpr WordRow kDrops[] = {
    {"bounced address", Failure::InvalidRecipient},
    {"invalid", Failure::InvalidRecipient},
    {"unsubscribed address", Failure::OptOut},
    {"spam reporting address", Failure::Complaint},
    {"spam content (if spam checker app enabled)", Failure::Permanent},
    {"spam content", Failure::Permanent},
    {"invalid smtpapi header", Failure::Permanent},
    {"recipient list over package quota", Failure::AuthConfig},
};

constexpr WordRow kBounces[] = {
    {"invalid address", Failure::InvalidRecipient},
    {"mailbox unavailable", Failure::InvalidRecipient},
    {"technical", Failure::RetryLater},
    {"technical failure", Failure::RetryLater},
    {"frequency or volume too high", Failure::RateLimited},
    {"content", Failure::Permanent},
    {"reputation", Failure::Permanent},
};

template <std::size_t N>
const WordRow* row_of(const WordRow (&rows)[N], std::string_view text) {
  const std::string wanted = lower(trimmed(text));
  for (const WordRow& row : rows)
    if (row.word == wanted) return &row;
  return nullptr;
}

/// `personalizations.0.to.0.email` and the like of cc and bcc.
bool names_recipient(std::string_view field) {
  if (!field.starts_with("personalizations.") || !field.ends_with(".email")) return false;
  for (const std::string_view list : {".to.", ".cc.", ".bcc."})
    if (field.find(list) != std::string_view::npos) return true;
  return false;
}

}  // namespace

std::span<const StatusRow> status_rows() { return kStatuses; }

std::span<const WordRow> drop_rows() { return kDrops; }

std::span<const WordRow> bounce_rows() { return kBounces; }

Failure status_failure(int status, std::string_view field) {
  if (status == 400 && names_recipient(field)) return Failure::InvalidRecipient;
  for (const StatusRow& row : kStatuses)
    if (row.status == status) return row.failure;
  if (status >= 500) return Failure::Ambiguous;
  return status >= 400 ? Failure::Permanent : Failure::AuthConfig;
}

Failure drop_failure(std::string_view reason) {
  const WordRow* row = row_of(kDrops, reason);
  return row == nullptr ? Failure::Permanent : row->failure;
}

Failure bounce_failure(std::string_view classification, std::string_view status) {
  if (const WordRow* row = row_of(kBounces, classification)) return row->failure;
  return status.starts_with("5.1.") ? Failure::InvalidRecipient : Failure::Permanent;
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
    case Failure::Ours:
      return "internal";
    case Failure::Ambiguous:
      return "provider_down";
    case Failure::Permanent:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::sendgrid
