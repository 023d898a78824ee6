#include "host/api/webhooks.hpp"

#include <utility>

namespace herald::api {
namespace {

WebhookCall webhook_call(const Call& call) {
  const http::Request& request = call.request;
  WebhookCall callback{.provider = call.params[0],
                       .channel_id = call.params.size() > 1 ? call.params[1] : std::string{},
                       .method = request.method_text,
                       .target = request.target,
                       .query = request.query,
                       .headers = {},
                       .body = request.body,
                       .remote_ip = request.remote_ip,
                       .request_id = request.request_id};
  callback.headers.reserve(request.headers.size());
  for (const http::Header& header : request.headers) callback.headers.emplace_back(header.name, header.value);
  return callback;
}

http::Response render_answer(WebhookAnswer answer) {
  http::Response response{answer.status, std::move(answer.content_type), {}, std::move(answer.body)};
  if (answer.retry_after.count() > 0)
    response.headers.push_back({"Retry-After", std::to_string(answer.retry_after.count())});
  return response;
}

}  // namespace

Answer receive_webhook(const WebhookPorts& ports, const Call& call) {
  return render_answer(ports.receiver.receive(webhook_call(call)));
}

Answer receive_generic_webhook(const WebhookPorts& ports, const Call& call) {
  auto answer = ports.receiver.receive_generic(webhook_call(call));
  if (!answer) return std::move(answer).error();
  return render_answer(*std::move(answer));
}

}  // namespace herald::api
