#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "host/base/result.hpp"
#include "host/dispatch/breaker.hpp"
#include "host/dispatch/plan.hpp"
#include "host/domain/outcome.hpp"

namespace herald::dispatch {

/// Could an earlier or the present request have caused delivery?
enum class Commits : bool { No, Yes };

/// The end of an exchange with what the retry policy needs. [value]
struct Conclusion {
  domain::Outcome outcome{};
  std::optional<std::chrono::milliseconds> wait{};  ///< the provider's own wish
  bool pause_channel{false};                        ///< the wish concerns the whole account
  Health health{Health::Unproven};                  ///< of the channel
};

// Design D3, line by line. All pure. [any thread]

/// No complete answer: what did not begin was not sent; what began is unknown if it commits. `commits` speaks
/// of the requests that have begun.
Conclusion judge_transport(const domain::OutboundAnswer& answer, Commits commits);
/// The plugin's word before or after an answer. `status` is 0 before any. 502, 504 and answers that
/// contradict the word are unknown if the request commits.
Conclusion judge_verdict(const Verdict& verdict, int status, Commits commits);
/// The attachments could not be had: nothing was sent, and it says nothing about the channel.
Conclusion judge_files(const Error& error);
/// The plugin failed: nothing is known about what was sent before.
Conclusion judge_failure(const Error& error, Commits commits);

}  // namespace herald::dispatch
