#include "host/inbound/events.hpp"

#include "host/inbound/inbound_media.hpp"
#include "host/inbound/texts.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

using json::Document;

Answer read_answer(const Document& verdict, int preset) {
  Answer answer{.status = preset};
  const auto reply = verdict.member("reply");
  if (!reply) return answer;
  if (const auto status = reply->member("status"))
    answer.status = static_cast<int>(status->integer().value_or(preset));
  if (answer.status < 200 || answer.status > 599) answer.status = preset;
  answer.content_type = text_of(*reply, "content_type");
  answer.body = text_of(*reply, "body");
  return answer;
}

}  // namespace

Result<Reading> read_webhook_reply(const domain::ProviderReply& reply, const EventPlace& place) {
  const auto bad = [](std::string what) {
    return Error{.code = Errc::Internal,
                 .reason = "bad_events",
                 .detail = "the plugin answered a webhook with " + std::move(what)};
  };
  const auto document = json::parse(reply.json, {.depth = 32, .bytes = std::size_t{16} << 20U});
  if (!document) return bad(document.error().detail);
  const auto verdict = document->member("verdict");
  if (!verdict) return bad("no verdict");
  const std::string kind = text_of(*verdict, "kind");
  if (kind == "refused")
    return Reading{Refused{.code = text_of(*verdict, "code"), .answer = read_answer(*verdict, 403)}};
  if (kind != "events") return bad("the verdict '" + kind.substr(0, 32) + "'");
  Genuine genuine{.answer = read_answer(*verdict, 200)};
  const auto events = verdict->member("events");
  if (!events || events->kind() != json::Kind::Array) return bad("no list of events");
  for (const Document& event : events->elements()) {
    const auto kept = keep_media(event, place);
    if (!kept) return kept.error();
    genuine.elements.push_back(read_element(*kept, genuine.elements.size(), place));
  }
  return Reading{std::move(genuine)};
}

std::string webhook_input(const Callback& callback, const std::string& public_url, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count()).begin_object("request");
  out.text("method", callback.method)
      .text("url", public_url + callback.target)
      .text("target", callback.target);
  if (callback.target.find('?') != std::string::npos) out.text("query", callback.query);
  out.begin_array("headers");
  for (const auto& [name, value] : callback.headers) out.begin_array().text(name).text(value).end_array();
  out.end_array().text("remote_ip", callback.remote_ip).end_object();
  return out.end_object().take();
}

}  // namespace herald::inbound
