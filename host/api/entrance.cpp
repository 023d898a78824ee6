#include "host/api/entrance.hpp"

#include <utility>

#include "host/api/accept_steps.hpp"
#include "host/api/idempotency.hpp"
#include "host/api/message_request.hpp"
#include "host/json/document.hpp"

namespace herald::api {
namespace {

/// Longer than any server stays away between a command's acceptance and its removal from the queue.
constexpr std::chrono::hours kKeepsKey{24 * 30};

domain::IdempotencyClaim claim_of(const domain::SendCommand& command, const Means& means) {
  return {.key_hash = means.sha256_hex("command\n" + command.key),
          .body_hash = means.sha256_hex(command.body),
          .expires_at = means.clock.now() + kKeepsKey};
}

}  // namespace

Result<Done> CommandEntrance::send(const domain::SendCommand& command) {
  const auto claim = claim_of(command, ports_.means);
  const auto kept = recall(claim, command.tenant, ports_.means);
  if (!kept) return kept.error();
  if (*kept) return Done{};  // accepted by a process that did not get to say so
  const auto body = json::parse(command.body);
  if (!body) return body.error();
  auto request = compose_request(ports_, command.tenant, *body);
  if (!request) return std::move(request).error();
  if (auto judged = judge(ports_, *request); !judged) return judged;
  request->idempotency = claim;
  request->origin = {
      .actor = "plugin:" + command.plugin, .request_id = command.cause, .depth = command.depth};
  const auto accepted = commit(ports_, *std::move(request));
  if (!accepted) return accepted.error();
  return Done{};
}

}  // namespace herald::api
