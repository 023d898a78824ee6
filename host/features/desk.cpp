#include "host/features/desk.hpp"

#include <algorithm>
#include <utility>

#include "host/base/ids.hpp"
#include "host/base/pending.hpp"
#include "host/features/orders.hpp"
#include "host/features/problem.hpp"
#include "host/features/reads.hpp"
#include "host/features/reply.hpp"
#include "host/json/writer.hpp"

namespace herald::features {
namespace {

std::vector<std::string> names_of(const std::string& path) {
  std::vector<std::string> out;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
    out.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return out;
}

std::string input_of(const SheetRoute& route, const RouteCall& call, Instant now) {
  json::Writer out;
  out.begin_object().text("now", to_rfc3339(now)).text("actor", call.origin.actor).begin_object("params");
  const std::vector<std::string> names = names_of(route.path);
  for (std::size_t i = 0; i < names.size() && i < call.params.size(); ++i) out.text(names[i], call.params[i]);
  out.end_object().begin_object("query");
  for (const auto& [name, value] : call.query) out.text(name, value);
  out.end_object().raw("body", call.body);
  if (call.if_match)
    out.number("if_match", *call.if_match);
  else
    out.null("if_match");
  return out.end_object().take();
}

/// A plugin whose answer cannot be used has a defect; what it did wrong is for the operator.
Error defect(Error error) {
  error.code = Errc::Internal;
  error.reason = "bad_answer";
  return error;
}

}  // namespace

Result<RouteReply> Desk::answer(const std::shared_ptr<const Sheet>& sheet, const SheetRoute& route,
                                RouteCall call) {
  const Instant now = means_.clock.now();
  const auto text =
      means_.plugins.route({.tenant = call.tenant,
                            .plugin = sheet->plugin,
                            .name = route.id,
                            .input = input_of(route, call, now),
                            .reads = std::make_shared<TenantReads>(call.tenant, sheet, means_.reader),
                            .deadline = means_.route_deadline});
  if (!text) return text.error();
  const auto answer = read_answer(*text);
  if (!answer) return answer.error();
  auto set = records::read_writes(*answer, sheet->collections, [&] { return make_uuid(now, means_.random); });
  if (!set) return defect(std::move(set).error());
  const auto make_id = [&] { return make_uuid(now, means_.random); };
  auto orders = read_orders(*answer, *sheet,
                            {.key = sheet->plugin + "/route/" + make_id(),
                             .cause = call.origin.request_id,
                             .depth = call.origin.depth + 1,
                             .make_id = make_id});
  if (!orders) return std::move(orders).error();
  set->effects = *std::move(orders);
  const auto draft = read_reply(*answer, route.status, *set);
  if (!draft) return draft.error();
  if (set->writes.empty() && set->checks.empty() && set->effects.empty()) return complete(*draft, {});
  set->tenant = std::move(call.tenant);
  set->plugin = sheet->plugin + " " + sheet->version;
  set->origin = std::move(call.origin);
  set->claim = std::move(call.claim);
  const auto made = std::ranges::find(set->writes, draft->made, &domain::RecordWrite::ref);
  if (!draft->made.empty()) set->resource = made->id;
  set->answer = [copy = *draft](const std::vector<domain::Written>& written) {
    return complete(copy, written).body;
  };
  const auto done = commit(*std::move(set));
  if (!done) return done.error();
  if (done->replayed) return RouteReply{.status = route.status, .made = done->resource, .replayed = true};
  return complete(*draft, done->written);
}

Result<domain::RecordsCommitted> Desk::commit(domain::WriteSet set) {
  Pending<domain::RecordsCommitted> pending;
  means_.writer.commit(std::move(set), pending.completion());
  auto done = pending.wait(means_.commit_deadline);
  if (done) return *std::move(done);
  return Error{.code = Errc::Unavailable,
               .reason = "outcome_unknown",
               .detail = "the outcome is not known yet; repeat the request with the same Idempotency-Key"};
}

}  // namespace herald::features
