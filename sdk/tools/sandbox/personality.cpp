#include "sdk/tools/sandbox/personality.hpp"

#include <array>
#include <climits>

namespace herald::sandbox {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kMagicPrefix = "+150055501";
constexpr int kForever = INT_MAX;
constexpr milliseconds kAtOnce{0};
constexpr milliseconds kSlow{2000};
constexpr Refusal kNone{};
constexpr Refusal kLimitedSeconds{429, "rate_limited", RetryAfter::Seconds};
constexpr Refusal kLimitedDate{429, "rate_limited", RetryAfter::Date};
constexpr Refusal kBroken{500, "internal", RetryAfter::None};
constexpr Refusal kInvalidRecipient{400, "invalid_recipient", RetryAfter::None};
constexpr Refusal kUnauthorized{401, "unauthorized", RetryAfter::None};

constexpr std::array<Personality, 13> kTable{{
    {0, "delivered", Reply::Created, kAtOnce, kNone, 0, "sent delivered", false,
     "201; receipts sent and delivered at once"},
    {1, "slow", Reply::Created, kSlow, kNone, 0, "sent delivered", false, "like 00, but answers after 2 s"},
    {2, "limited_once", Reply::Created, kAtOnce, kLimitedSeconds, 1, "sent delivered", false,
     "429 with Retry-After: 1 on a message's first request, then like 00"},
    {3, "broken_twice", Reply::Created, kAtOnce, kBroken, 2, "sent delivered", false,
     "500 on a message's first two requests, then like 00"},
    {4, "closed", Reply::Closed, kAtOnce, kNone, 0, "", false,
     "reads the request and closes the connection; not delivered"},
    {5, "silent", Reply::Silent, kAtOnce, kNone, 0, "sent delivered", false,
     "delivers with receipts, but never answers the request"},
    {6, "bounced", Reply::Created, kAtOnce, kNone, 0, "bounced", false, "201, then a hard bounce"},
    {7, "shuffled", Reply::Created, kAtOnce, kNone, 0, "read delivered sent delivered", true,
     "201; receipts out of order and one of them twice"},
    {8, "invalid_recipient", Reply::Rejected, kAtOnce, kInvalidRecipient, kForever, "", false,
     "400 invalid_recipient"},
    {9, "unauthorized", Reply::Rejected, kAtOnce, kUnauthorized, kForever, "", false, "401"},
    {10, "no_receipts", Reply::Created, kAtOnce, kNone, 0, "", false, "201; delivered, no receipt ever"},
    {11, "garbled", Reply::Garbled, kAtOnce, kNone, 0, "sent delivered", false,
     "delivers with receipts, but answers 201 with an unreadable body"},
    {12, "limited", Reply::Rejected, kAtOnce, kLimitedDate, kForever, "", false,
     "429 for ever, Retry-After as an HTTP date"},
}};

}  // namespace

std::span<const Personality> personalities() { return kTable; }

const Personality& personality_of(std::string_view recipient) {
  if (recipient.size() != kMagicPrefix.size() + 2 || !recipient.starts_with(kMagicPrefix)) return kTable[0];
  const char tens = recipient[recipient.size() - 2];
  const char ones = recipient.back();
  if (tens < '0' || tens > '9' || ones < '0' || ones > '9') return kTable[0];
  const auto number = static_cast<std::size_t>((tens - '0') * 10 + (ones - '0'));
  return number < kTable.size() ? kTable[number] : kTable[0];
}

std::string personality_list() {
  std::string out;
  for (const Personality& one : kTable) {
    out += kMagicPrefix;
    out += one.number < 10 ? "0" : "";
    out += std::to_string(one.number) + "  ";
    out += one.name;
    out.append(19 - one.name.size(), ' ');
    out += one.meaning;
    out += '\n';
  }
  return out + "any other recipient behaves like " + std::string{kMagicPrefix} + "00\n";
}

}  // namespace herald::sandbox
