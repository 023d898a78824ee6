#include "plugins/providers/whatsapp/error_table.hpp"

#include <algorithm>

namespace herald::whatsapp {
namespace {

constexpr int kMinute = 60;
constexpr int kHour = 3600;

constexpr ErrorRow kRows[] = {
    {0, 0, Failure::Credentials},
    {1, 1, Failure::RetryOnce},
    {2, 2, Failure::Down},
    {3, 3, Failure::Credentials},
    {4, 4, Failure::RateLimited},
    {10, 10, Failure::Credentials},
    {33, 33, Failure::Credentials},
    {100, 100, Failure::Permanent},
    {190, 190, Failure::Credentials},
    {200, 299, Failure::Credentials},
    {368, 368, Failure::Credentials},
    {613, 613, Failure::RateLimited},
    {80007, 80007, Failure::RateLimited},
    {130429, 130429, Failure::SenderLimited},
    {130472, 130472, Failure::Withheld},
    {130497, 130497, Failure::InvalidRecipient},
    {131000, 131000, Failure::RetryLater},
    {131005, 131005, Failure::Credentials},
    {131008, 131009, Failure::Permanent},
    {131016, 131016, Failure::Down},
    {131021, 131021, Failure::InvalidRecipient},
    {131026, 131026, Failure::InvalidRecipient},
    {131030, 131030, Failure::Config},
    {131031, 131031, Failure::Credentials},
    {131037, 131037, Failure::Credentials},
    {131042, 131042, Failure::Credentials},
    {131045, 131045, Failure::Credentials},
    {131047, 131047, Failure::Permanent},
    {131048, 131048, Failure::SenderLimited, kHour},
    {131049, 131049, Failure::Capped},
    {131050, 131050, Failure::OptOut},
    {131051, 131053, Failure::Permanent},
    {131056, 131056, Failure::Crowded},
    {131057, 131057, Failure::RetryLater, kMinute},
    {131062, 131062, Failure::Unsuited},
    {131063, 131063, Failure::Config},
    {131064, 131064, Failure::SenderLimited, kHour},
    {132000, 132000, Failure::Permanent},
    {132001, 132001, Failure::Config},
    {132005, 132005, Failure::Permanent},
    {132007, 132008, Failure::Permanent},
    {132012, 132012, Failure::Permanent},
    {132015, 132016, Failure::Config},
    {132068, 132068, Failure::Permanent},
    {132069, 132069, Failure::RateLimited},
    {133000, 133003, Failure::Credentials},
    {133004, 133004, Failure::Down},
    {133005, 133015, Failure::Credentials},
    {133016, 133016, Failure::RateLimited},
    {134011, 134011, Failure::Credentials},
    {135000, 135000, Failure::RetryOnce},
    {137000, 137000, Failure::Unsuited},
};

}  // namespace

std::span<const ErrorRow> error_rows() { return kRows; }

ErrorRow error_row(int code) {
  const auto row = std::ranges::lower_bound(error_rows(), code, {}, &ErrorRow::last);
  return row == error_rows().end() || code < row->first ? ErrorRow{code, code, Failure::Unlisted} : *row;
}

bool is_rate(Failure failure) {
  return failure == Failure::RateLimited || failure == Failure::SenderLimited || failure == Failure::Crowded;
}

Failure http_failure(int status) {
  if (status == 401 || status == 403) return Failure::Credentials;
  if (status == 429) return Failure::RateLimited;
  if (status == 408 || status >= 500) return Failure::Down;
  if (status == 404 || status < 400) return Failure::Config;
  return Failure::Permanent;
}

std::string_view error_class(Failure failure) {
  switch (failure) {
    case Failure::RetryLater:
    case Failure::RetryOnce:
      return "transient";
    case Failure::Down:
      return "provider_down";
    case Failure::RateLimited:
    case Failure::SenderLimited:
    case Failure::Crowded:
    case Failure::Capped:
      return "quota";
    case Failure::Credentials:
      return "auth";
    case Failure::Config:
      return "config";
    case Failure::InvalidRecipient:
    case Failure::Unsuited:
      return "invalid_recipient";
    case Failure::Withheld:
    case Failure::OptOut:
      return "blocked";
    case Failure::Unlisted:
    case Failure::Permanent:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::whatsapp
