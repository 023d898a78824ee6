#include "host/api/webhooks.hpp"

#include <utility>

namespace herald::api {

Answer receive_webhook(const WebhookPorts& ports, const Call& call) {
  const http::Request& request = call.request;
  WebhookCall callback{.provider = call.params[0],
                       .channel_id = call.params[1],
                       .method = request.method_text,
                       .target = request.target,
                       .query = request.query,
                       .headers = {},
                       .body = request.body,
                       .remote_ip = request.remote_ip,
                       .request_id = request.request_id};
  callback.headers.reserve(request.headers.size());
  for (const http::Header& header : request.headers) callback.headers.emplace_back(header.name, header.value);
  WebhookAnswer answer = ports.receiver.receive(std::move(callback));
  return http::Response{answer.status, std::move(answer.content_type), {}, std::move(answer.body)};
}

}  // namespace herald::api
