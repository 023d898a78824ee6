#include "host/inbound/stored_request.hpp"

#include <algorithm>

#include "host/base/redact.hpp"
#include "host/inbound/events.hpp"
#include "host/inbound/texts.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {

std::string header_of(const Callback& callback, std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  for (const auto& [found, value] : callback.headers)
    if (found.size() == name.size() &&
        std::equal(found.begin(), found.end(), name.begin(), [&](char a, char b) { return lower(a) == b; }))
      return value;
  return {};
}

std::string kept_headers(const Callback& callback, const domain::ProviderAccount& account) {
  json::Writer out;
  out.begin_array();
  for (const auto& [name, value] : callback.headers) {
    std::string kept = value;
    hide(kept, account.secrets);
    out.begin_array().text(name).text(kept).end_array();
  }
  return out.end_array().take();
}

std::string pack_request(const Callback& callback) {
  json::Writer out;
  out.begin_object()
      .text("method", callback.method)
      .text("target", callback.target)
      .text("query", callback.query)
      .text("remote_ip", callback.remote_ip)
      .begin_array("headers");
  for (const auto& [name, value] : callback.headers) out.begin_array().text(name).text(value).end_array();
  return out.end_array().end_object().take();
}

Result<Callback> unpack_request(const std::string& packed) {
  const auto request = json::parse(packed);
  if (!request)
    return Error{.code = Errc::Internal,
                 .reason = "bad_stored_request",
                 .detail = "the stored request is damaged: " + request.error().detail};
  Callback callback{.method = text_of(*request, "method"),
                    .target = text_of(*request, "target"),
                    .query = text_of(*request, "query"),
                    .remote_ip = text_of(*request, "remote_ip")};
  if (const auto headers = request->member("headers"))
    for (const json::Document& header : headers->elements()) {
      const auto pair = header.elements();
      if (pair.size() == 2)
        callback.headers.emplace_back(pair[0].text().value_or(""), pair[1].text().value_or(""));
    }
  return callback;
}

domain::ProviderStep webhook_step(const Callback& callback, const domain::ProviderAccount& account,
                                  const std::string& public_url, Instant received_at) {
  return {.tenant = account.channel.tenant,
          .op = "webhook",
          .input = webhook_input(callback, public_url, received_at),
          .bytes = callback.body,
          .account = account.account_json};
}

}  // namespace herald::inbound
