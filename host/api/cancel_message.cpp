#include <utility>

#include "host/api/message_resource.hpp"
#include "host/api/messages.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {

Answer cancel_message(const MessagePorts& ports, const Call& call) {
  if (auto none = refuse_body(call.request.body); !none) return std::move(none).error();
  if (!is_uuid(call.params[0])) return not_found("message");
  const domain::MessageId id{call.params[0]};
  const auto cancelled = wait_for_commit<domain::MessageStatus>(
      ports.means.commit_deadline, [&](domain::Completion<domain::MessageStatus> done) {
        ports.ledger.cancel({.message = id, .tenant = call.principal.tenant, .origin = call.origin()},
                            std::move(done));
      });
  if (!cancelled) return cancelled.error();
  const auto view = ports.messages.find(call.principal.tenant, id);
  if (!view) return view.error();
  return show(ports, *view);
}

}  // namespace herald::api
