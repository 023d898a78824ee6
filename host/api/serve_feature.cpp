#include <charconv>
#include <utility>

#include "host/api/feature_routes.hpp"
#include "host/api/idempotency.hpp"
#include "host/api/problems.hpp"
#include "host/http/uri.hpp"

namespace herald::api {
namespace {

using features::RouteCall;
using features::RouteReply;
using features::Sheet;
using features::SheetRoute;

std::string entity_tag(std::int64_t revision) { return "\"" + std::to_string(revision) + "\""; }

/// One strong entity tag of ours, `*`, or none.
Result<std::optional<std::int64_t>> revision_wanted(const http::Request& request) {
  const std::string_view sent = http::trim(request.header("If-Match"));
  if (sent.empty() || sent == "*") return std::optional<std::int64_t>{};
  std::int64_t revision = 0;
  const bool framed = sent.size() > 2 && sent.front() == '"' && sent.back() == '"';
  const char* end = sent.data() + sent.size() - 1;
  if (framed && std::from_chars(sent.data() + 1, end, revision).ptr == end) return std::optional{revision};
  return Error{.code = Errc::Stale,
               .reason = "revision_changed",
               .detail = "expected If-Match to be the ETag of an earlier answer"};
}

http::Response rendered(const Call& call, const RouteReply& reply) {
  http::Response response;
  response.status = reply.status;
  response.body = reply.body;
  if (reply.body.empty()) response.content_type.clear();
  if (reply.etag) response.headers.push_back({"ETag", entity_tag(*reply.etag)});
  if (!reply.made.empty()) response.headers.push_back({"Location", call.request.path + "/" + reply.made});
  if (reply.replayed) response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

const SheetRoute* route_that_shows(const Sheet& sheet, const SheetRoute& maker) {
  for (const SheetRoute& route : sheet.routes)
    if (route.method == "GET" && route.path.starts_with(maker.path + "/{") && route.path.ends_with('}') &&
        route.path.find('/', maker.path.size() + 1) == std::string::npos)
      return &route;
  return nullptr;
}

/// What the first request with the key was answered; one that was too long to keep is shown as it is now.
Answer replayed(const FeaturePorts& ports, const std::shared_ptr<const Sheet>& sheet, const SheetRoute& route,
                const Call& call, const domain::KeptAnswer& kept) {
  RouteReply reply{.status = route.status, .body = kept.response, .made = kept.resource, .replayed = true};
  const SheetRoute* shows = route_that_shows(*sheet, route);
  if (kept.response.empty() && shows != nullptr) {
    auto now = ports.desk.answer(
        sheet, *shows, {.tenant = call.principal.tenant, .origin = call.origin(), .params = {kept.resource}});
    if (!now) return std::move(now).error();
    reply.body = std::move(now->body);
  }
  return rendered(call, reply);
}

Result<RouteCall> read_call(const FeaturePorts& ports, const SheetRoute& route, const Call& call) {
  RouteCall out{.tenant = call.principal.tenant,
                .origin = call.origin(),
                .params = {call.params.begin(), call.params.end()},
                .body = call.body.compact()};
  const auto query = http::decode_query(call.request.query);
  if (query)
    for (const http::Header& one : *query) out.query.emplace_back(one.name, one.value);
  auto wanted = revision_wanted(call.request);
  if (!wanted) return std::move(wanted).error();
  out.if_match = *wanted;
  if (!route.idempotent) return out;
  auto claim = read_claim(call.request, ports.means);
  if (!claim) return std::move(claim).error();
  out.claim = *std::move(claim);
  return out;
}

}  // namespace

Answer serve_feature(const FeaturePorts& ports, const std::shared_ptr<const Sheet>& sheet,
                     const SheetRoute& route, const Call& call) {
  auto wish = read_call(ports, route, call);
  if (!wish) return std::move(wish).error();
  const auto claim = wish->claim;
  auto reply = ports.desk.answer(sheet, route, *std::move(wish));
  if (reply && !reply->replayed) return rendered(call, *reply);
  const auto kept = recall(claim, call.principal.tenant, ports.means);
  if (!kept) return kept.error();
  if (*kept) return replayed(ports, sheet, route, call, **kept);
  if (!reply) return std::move(reply).error();
  return not_found("resource");
}

}  // namespace herald::api
