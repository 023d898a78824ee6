#include "plugins/providers/vonage/error_table.hpp"

#include <algorithm>

namespace herald::vonage {
namespace {

constexpr ErrorRow kSmsStatuses[] = {
    {1, 1, Failure::RateLimited},        {2, 3, Failure::Permanent},        {4, 4, Failure::Credentials},
    {5, 5, Failure::RetryLater},         {6, 7, Failure::InvalidRecipient}, {8, 9, Failure::Credentials},
    {10, 10, Failure::RetryLater},       {11, 11, Failure::Config},         {12, 12, Failure::Permanent},
    {13, 13, Failure::RetryLater},       {14, 14, Failure::Credentials},    {15, 15, Failure::Config},
    {16, 16, Failure::Permanent},        {19, 20, Failure::Permanent},      {22, 22, Failure::Permanent},
    {23, 23, Failure::Config},           {29, 29, Failure::Config},         {32, 32, Failure::Credentials},
    {33, 33, Failure::InvalidRecipient},
};

constexpr ErrorRow kReceiptCodes[] = {
    {1, 1, Failure::Permanent},   {2, 2, Failure::RetryLater},         {3, 5, Failure::InvalidRecipient},
    {6, 6, Failure::Permanent},   {7, 8, Failure::RetryLater},         {9, 9, Failure::OptOut},
    {10, 10, Failure::Permanent}, {11, 12, Failure::InvalidRecipient}, {13, 15, Failure::Permanent},
    {16, 16, Failure::Config},    {50, 53, Failure::Config},           {54, 54, Failure::Permanent},
    {99, 99, Failure::Permanent},
};

constexpr ErrorRow kMessageCodes[] = {
    {1000, 1000, Failure::RateLimited},      {1010, 1010, Failure::Permanent},
    {1020, 1022, Failure::Permanent},        {1030, 1030, Failure::RetryLater},
    {1040, 1040, Failure::InvalidRecipient}, {1050, 1050, Failure::InvalidRecipient},
    {1060, 1060, Failure::Credentials},      {1070, 1070, Failure::Credentials},
    {1080, 1080, Failure::Config},           {1090, 1090, Failure::Permanent},
    {1100, 1100, Failure::RetryLater},       {1120, 1120, Failure::Config},
    {1130, 1130, Failure::Permanent},        {1140, 1140, Failure::Config},
    {1150, 1150, Failure::Permanent},        {1160, 1160, Failure::Config},
    {1170, 1170, Failure::InvalidRecipient}, {1180, 1180, Failure::RetryLater},
    {1190, 1190, Failure::InvalidRecipient}, {1200, 1200, Failure::InvalidRecipient},
    {1210, 1210, Failure::Permanent},        {1220, 1220, Failure::RetryLater},
    {1230, 1230, Failure::RetryLater},       {1240, 1240, Failure::OptOut},
    {1241, 1241, Failure::Crowded},          {1250, 1250, Failure::InvalidRecipient},
    {1260, 1260, Failure::InvalidRecipient}, {1270, 1270, Failure::Permanent},
    {1280, 1280, Failure::Permanent},        {1290, 1290, Failure::Permanent},
    {1300, 1300, Failure::InvalidRecipient}, {1310, 1310, Failure::InvalidRecipient},
    {1320, 1320, Failure::Duplicate},        {1330, 1330, Failure::Permanent},
    {1331, 1331, Failure::RetryLater},       {1340, 1340, Failure::Permanent},
    {1350, 1350, Failure::Config},           {1360, 1360, Failure::Permanent},
    {1370, 1370, Failure::Config},           {1380, 1382, Failure::Permanent},
};

Failure looked_up(std::span<const ErrorRow> rows, int code, Failure otherwise) {
  const auto row = std::ranges::lower_bound(rows, code, {}, &ErrorRow::last);
  return row == rows.end() || code < row->first ? otherwise : row->failure;
}

}  // namespace

std::span<const ErrorRow> sms_status_rows() { return kSmsStatuses; }
std::span<const ErrorRow> receipt_rows() { return kReceiptCodes; }
std::span<const ErrorRow> message_rows() { return kMessageCodes; }

Failure sms_failure(int status) { return looked_up(kSmsStatuses, status, Failure::Permanent); }
Failure receipt_failure(int err_code) { return looked_up(kReceiptCodes, err_code, Failure::Permanent); }
Failure message_failure(int code) { return looked_up(kMessageCodes, code, Failure::Unlisted); }

Failure http_failure(int status) {
  if (status == 401 || status == 402 || status == 403) return Failure::Credentials;
  if (status == 420 || status == 429) return Failure::RateLimited;
  if (status >= 500) return Failure::Down;
  if (status == 404 || status < 400) return Failure::Config;
  return Failure::Permanent;
}

std::string_view error_class(Failure failure) {
  switch (failure) {
    case Failure::RetryLater:
    case Failure::Duplicate:
      return "transient";
    case Failure::Down:
      return "provider_down";
    case Failure::RateLimited:
    case Failure::Crowded:
      return "quota";
    case Failure::Credentials:
      return "auth";
    case Failure::Config:
      return "config";
    case Failure::InvalidRecipient:
      return "invalid_recipient";
    case Failure::OptOut:
      return "blocked";
    case Failure::Unlisted:
    case Failure::Permanent:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::vonage
