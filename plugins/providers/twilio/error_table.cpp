#include "plugins/providers/twilio/error_table.hpp"

#include <algorithm>
#include <iterator>

// One table for the codes of HTTP answers and of status callbacks: twilio.com/docs/api/errors. Ascending.
// Caps that Twilio counts per day (30023, 30027, 63038) are waited out for a day.
// 30003 may be a handset that is off, but Twilio has tried long enough by then: it counts as unreachable.

namespace herald::twilio {
namespace {

constexpr ErrorRow kRows[] = {
    {10001, 10001, Failure::Credentials},      {10002, 10002, Failure::Config},
    {10004, 10004, Failure::RateLimited},      {11200, 11200, Failure::Config},
    {11205, 11205, Failure::Config},           {11210, 11210, Failure::Config},
    {11215, 11215, Failure::Config},           {11220, 11220, Failure::Config},
    {11235, 11237, Failure::Config},           {11751, 11751, Failure::Content},
    {12300, 12300, Failure::Content},          {13223, 13224, Failure::InvalidRecipient},
    {13225, 13225, Failure::Blocked},          {13226, 13226, Failure::InvalidRecipient},
    {13227, 13227, Failure::Config},           {14101, 14101, Failure::InvalidRecipient},
    {14107, 14107, Failure::RateLimited},      {14108, 14108, Failure::Config},
    {20001, 20001, Failure::Content},          {20003, 20003, Failure::Credentials},
    {20005, 20006, Failure::Credentials},      {20008, 20008, Failure::Credentials},
    {20101, 20101, Failure::Credentials},      {20104, 20104, Failure::Credentials},
    {20107, 20107, Failure::Credentials},      {20151, 20151, Failure::Credentials},
    {20403, 20403, Failure::Credentials},      {20404, 20404, Failure::Config},
    {20429, 20429, Failure::RateLimited},      {20500, 20500, Failure::RetryLater},
    {20503, 20503, Failure::RetryLater},       {21201, 21202, Failure::Content},
    {21203, 21203, Failure::Config},           {21205, 21209, Failure::Content},
    {21210, 21210, Failure::Config},           {21211, 21211, Failure::InvalidRecipient},
    {21212, 21213, Failure::Config},           {21214, 21214, Failure::InvalidRecipient},
    {21215, 21215, Failure::Config},           {21216, 21216, Failure::Blocked},
    {21217, 21217, Failure::InvalidRecipient}, {21218, 21219, Failure::Config},
    {21220, 21220, Failure::Unsupported},      {21408, 21408, Failure::Config},
    {21601, 21601, Failure::Config},           {21602, 21602, Failure::Content},
    {21603, 21603, Failure::Config},           {21604, 21604, Failure::InvalidRecipient},
    {21605, 21605, Failure::Content},          {21606, 21609, Failure::Config},
    {21610, 21610, Failure::OptOut},           {21611, 21611, Failure::RateLimited},
    {21612, 21612, Failure::InvalidRecipient}, {21614, 21614, Failure::InvalidRecipient},
    {21617, 21620, Failure::Content},          {21621, 21622, Failure::Config},
    {21623, 21624, Failure::Content},          {21626, 21627, Failure::Content},
    {21654, 21655, Failure::Config},           {21656, 21656, Failure::Content},
    {21701, 21712, Failure::Config},           {22005, 22005, Failure::RateLimited},
    {30001, 30001, Failure::RetryLater},       {30002, 30002, Failure::Credentials},
    {30003, 30006, Failure::InvalidRecipient}, {30007, 30007, Failure::Content},
    {30008, 30008, Failure::RetryLater},       {30010, 30013, Failure::Content},
    {30014, 30014, Failure::InvalidRecipient}, {30015, 30016, Failure::Content},
    {30017, 30017, Failure::RetryLater},       {30018, 30018, Failure::Config},
    {30019, 30019, Failure::Content},          {30020, 30021, Failure::RetryLater},
    {30022, 30022, Failure::RateLimited},      {30023, 30023, Failure::RateLimited, 86400},
    {30024, 30024, Failure::Config},           {30027, 30027, Failure::RateLimited, 86400},
    {30028, 30031, Failure::Content},          {30032, 30032, Failure::Config},
    {30034, 30034, Failure::Config},           {30036, 30036, Failure::Content},
    {30400, 30400, Failure::Content},          {30409, 30409, Failure::Content},
    {30410, 30410, Failure::RetryLater},       {30500, 30500, Failure::RetryLater},
    {35114, 35115, Failure::Content},          {35117, 35117, Failure::Content},
    {63001, 63002, Failure::Config},           {63003, 63003, Failure::InvalidRecipient},
    {63005, 63006, Failure::Content},          {63007, 63008, Failure::Config},
    {63009, 63010, Failure::RetryLater},       {63012, 63012, Failure::RetryLater},
    {63013, 63013, Failure::Content},          {63014, 63014, Failure::OptOut},
    {63015, 63015, Failure::Config},           {63016, 63016, Failure::Content},
    {63017, 63018, Failure::RateLimited},      {63019, 63019, Failure::Content},
    {63020, 63020, Failure::Config},           {63021, 63021, Failure::Content},
    {63023, 63023, Failure::Content},          {63024, 63024, Failure::InvalidRecipient},
    {63026, 63030, Failure::Content},          {63031, 63031, Failure::InvalidRecipient},
    {63032, 63032, Failure::Content},          {63033, 63033, Failure::OptOut},
    {63034, 63034, Failure::Content},          {63036, 63036, Failure::InvalidRecipient},
    {63037, 63037, Failure::Content},          {63038, 63038, Failure::RateLimited, 86400},
    {63041, 63041, Failure::Content},
};

}  // namespace

ErrorRow error_row(int code) {
  const auto* row = std::lower_bound(std::begin(kRows), std::end(kRows), code,
                                     [](const ErrorRow& each, int wanted) { return each.last < wanted; });
  if (row == std::end(kRows) || code < row->first) return {code, code, Failure::Unlisted, 0};
  return *row;
}

std::string_view error_class(Failure failure) {
  switch (failure) {
    case Failure::RetryLater:
      return "transient";
    case Failure::RateLimited:
      return "quota";
    case Failure::Credentials:
      return "auth";
    case Failure::Config:
      return "config";
    case Failure::InvalidRecipient:
      return "invalid_recipient";
    case Failure::OptOut:
    case Failure::Blocked:
      return "blocked";
    case Failure::Unsupported:
      return "unsupported";
    case Failure::Content:
    case Failure::Unlisted:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::twilio
