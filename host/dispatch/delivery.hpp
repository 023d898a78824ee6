#pragma once
#include <memory>
#include <optional>
#include <string>

#include "host/dispatch/reconcile.hpp"
#include "host/dispatch/send_input.hpp"
#include "host/domain/exchange.hpp"
#include "host/domain/ports.hpp"

namespace herald::dispatch {

inline constexpr int kMostRequests = 8;  ///< in one exchange

/// One message on its way: from being taken out of the queue until its attempt is settled.
struct Delivery {
  enum class Purpose : std::uint8_t { Send, LookUp, Expire };
  Purpose purpose{Purpose::Send};
  domain::Work work{};
  AttemptMark attempt{};
  domain::AttemptId repeats{};  ///< the first unknown attempt that this one repeats, or none
  Instant begun_at{};           ///< when the intent was committed
  std::shared_ptr<const domain::ProviderAccount> account{};  ///< shared with the cache (see ProviderAccounts)
  std::string input{};
  std::vector<AttachedFile> files{};                      ///< that its plans may name
  std::optional<std::vector<domain::Medium>> gathered{};  ///< its attachments, where the provider needs bytes
  std::optional<Error> not_gathered{};                    ///< why they could not be had
  std::string state{"{}"};
  Commits earlier{Commits::No};  ///< of the requests before the present one
  Commits commits{Commits::No};  ///< of all requests made so far, the present one included
  int requests{0};
  int status{0};  ///< of the last answer
  Tick start_by{};
  std::vector<std::string> redact{};
  std::optional<domain::RawExchange> exchange{};  ///< the present request, for the log
  Tick asked_at{};                                ///< when it was handed over
};

/// What the plugin's word means for the attempt. [any thread]
Conclusion judge(const Delivery& delivery, const Verdict& verdict);
/// What is stored about its end.
domain::Settlement settlement_of(const Delivery& delivery, domain::Outcome outcome,
                                 std::optional<Instant> retry_at);
/// How the attempt is remembered while its outcome is unknown. [any thread]
domain::OpenAttempt open_attempt(const Delivery& delivery, const domain::Outcome& outcome);

/// The op of the plugin's calls: send or lookup.
std::string op_of(const Delivery& delivery);

/// The plugin's call for the next step of this delivery.
domain::ProviderStep step_of(const Delivery& delivery);

/// Takes a planned request over into the delivery and answers what goes on the wire. Its time is what the
/// plugin wants, at most the channel's, and what its body takes at `slowest_upload` bytes a second.
domain::OutboundRequest depart(Delivery& delivery, Planned planned, std::int64_t slowest_upload);

/// The provider's and the plugin's words without secrets, cut to what the tables hold.
void redact(domain::Outcome& outcome, const Delivery& delivery);

}  // namespace herald::dispatch
