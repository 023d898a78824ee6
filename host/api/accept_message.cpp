#include "host/api/accept_message.hpp"

#include <string>
#include <utility>

#include "host/api/accept_steps.hpp"
#include "host/api/idempotency.hpp"
#include "host/api/message_request.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/prefer.hpp"

namespace herald::api {
namespace {

http::Response made(const domain::Message& message) {
  http::Response response;
  response.status = 201;
  response.headers.push_back({"Location", "/api/v1/communication/messages/" + message.id.text});
  response.body = render_message(message);
  return response;
}

/// What the earlier request with the same key was answered; nothing else than its message's id is kept.
Answer made_before(const MessagePorts& ports, const Call& call, const domain::MessageId& id) {
  const auto earlier = ports.messages.find(call.principal.tenant, id);
  if (!earlier) return earlier.error();
  http::Response response = made(as_created(*earlier));
  response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

Result<domain::AcceptRequest> compose(const MessagePorts& ports, const Call& call, Result<MessageWish> wish) {
  if (!wish) return std::move(wish).error();
  auto request = compose_request(ports, call.principal.tenant, wish->body);
  if (request) request->message.resend_of = std::move(wish->resend_of);
  return request;
}

/// The answer after the message has left or ended, or after the preferred time.
http::Response made_and_seen(const MessagePorts& ports, const domain::Message& accepted, OutcomeWait& wait,
                             std::chrono::seconds longest) {
  wait.wait(longest);
  const auto now = ports.messages.find(accepted.tenant, accepted.id);
  // It is accepted, whatever keeps us from reading it again.
  http::Response response = made(now ? now->message : accepted);
  response.headers.push_back({"Preference-Applied", "wait=" + std::to_string(longest.count())});
  return response;
}

}  // namespace

Answer accept_message(const MessagePorts& ports, const Call& call, Result<MessageWish> wish) {
  auto claim = read_claim(call.request, ports.means);
  if (!claim) return std::move(claim).error();
  auto request = compose(ports, call, std::move(wish));
  if (!request) {
    const auto kept = recall(*claim, call.principal.tenant, ports.means);
    if (!kept) return kept.error();
    return *kept ? made_before(ports, call, domain::MessageId{(*kept)->resource})
                 : Answer{std::move(request).error()};
  }
  if (auto judged = judge(ports, *request); !judged) return std::move(judged).error();
  request->idempotency = *std::move(claim);
  request->origin = call.origin();
  const auto longest = preferred_wait(call.request);
  std::optional<OutcomeWait> wait;  // its place is taken before anything can happen to the message
  if (longest) wait.emplace(ports.outcomes, request->message.id);
  const auto accepted = commit(ports, *std::move(request));
  if (!accepted) return accepted.error();
  const domain::Message& message = accepted->message;
  if (accepted->replayed) return made_before(ports, call, message.id);
  const bool waits = wait && wait->placed() && message.status == domain::MessageStatus::Queued;
  return waits ? made_and_seen(ports, message, *wait, *longest) : made(message);
}

}  // namespace herald::api
