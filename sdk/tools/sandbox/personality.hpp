#pragma once
#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace herald::sandbox {

/// How a personality ends a request that it does not refuse.
enum class Reply {
  Created,   ///< 201 with the message's id
  Garbled,   ///< 201 with a body that is no JSON
  Silent,    ///< no answer; the connection stays open until the client gives up
  Closed,    ///< no answer; the connection is closed once the request has been read
  Rejected,  ///< only refusals; see Personality::refusal
};

/// How a refusal tells when to come back (RFC 9110 section 10.2.3).
enum class RetryAfter { None, Seconds, Date };

/// An answer that says "not accepted".
struct Refusal {
  int status{0};
  std::string_view code{};
  RetryAfter retry_after{RetryAfter::None};
};

/// One way of misbehaving, chosen by the recipient. The table in personality.cpp is its manual. [value]
struct Personality {
  int number;             ///< last two digits of +150055501NN
  std::string_view name;  ///< stable word, written to the log
  Reply reply;
  std::chrono::milliseconds delay;  ///< between reading the request and answering it
  Refusal refusal;
  int refusals;               ///< how many requests of one message are refused first
  std::string_view receipts;  ///< statuses called back, in order, separated by a blank
  bool receipts_apart;        ///< each receipt in a callback of its own, never merged with others
  std::string_view meaning;   ///< one line for people
};

/// Every personality, ordered by number.
std::span<const Personality> personalities();
/// The personality of a recipient; any but +15005550100 … +15005550199, and a number without an
/// entry of its own, behaves like 00.
const Personality& personality_of(std::string_view recipient);
/// The table as `--list` prints it.
std::string personality_list();

}  // namespace herald::sandbox
