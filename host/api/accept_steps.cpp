#include "host/api/accept_steps.hpp"

#include <utility>

#include "host/base/pending.hpp"
#include "host/intake/policy.hpp"

namespace herald::api {
namespace {

/// More than a few filters may take together.
constexpr std::chrono::seconds kPolicyLimit{20};

}  // namespace

Result<Done> judge(const MessagePorts& ports, domain::AcceptRequest& request) {
  if (ports.facts.policy == nullptr || ports.facts.policy->idle()) return Done{};
  Pending<domain::PolicyVerdict> pending;
  ports.facts.policy->judge(
      request.message, domain::SendPolicy::Moment::Accept,
      intake::sending_time(request, ports.means.clock.now()),
      [done = pending.completion()](domain::PolicyVerdict verdict) { done(std::move(verdict)); });
  const auto verdict = pending.wait(kPolicyLimit);
  if (!verdict || !*verdict)
    return Error{.code = Errc::Unavailable,
                 .reason = "policy_unavailable",
                 .detail = "the policies for sending did not decide in time; nothing is stored, try again"};
  intake::apply_policy(request, **verdict);
  return Done{};
}

Result<domain::Accepted> commit(const MessagePorts& ports, domain::AcceptRequest request) {
  return wait_for_commit<domain::Accepted>(ports.means.commit_deadline,
                                           [&](domain::Completion<domain::Accepted> done) {
                                             ports.ledger.accept(std::move(request), std::move(done));
                                           });
}

}  // namespace herald::api
