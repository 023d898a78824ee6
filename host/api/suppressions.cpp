#include "host/api/suppressions.hpp"

#include <string>
#include <utility>

#include "host/api/home_region.hpp"
#include "host/api/lists.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"
#include "host/base/ids.hpp"
#include "host/contacts/normalise.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

using domain::Suppression;
using json::Need;

constexpr std::array<std::string_view, 5> kSuppressionFilterNames{"kind", "address", "channel_type", "reason",
                                                                  "active"};

void write_suppression(json::Writer& writer, const Suppression& one) {
  writer.begin_object()
      .text("id", one.id)
      .text("kind", one.address.kind)
      .text("address", one.address.normalised)
      .text_or_null("channel_type", one.channel_type)
      .text("reason", one.reason)
      .boolean("active", !one.lifted_at)
      .raw("evidence", one.evidence_json)
      .text_or_null("source", one.source)
      .text("created_at", to_rfc3339(one.created_at))
      .text_or_null("lifted_at", one.lifted_at ? to_rfc3339(*one.lifted_at) : "")
      .end_object();
}

http::Response present_suppression(const Suppression& one, int status) {
  json::Writer writer;
  write_suppression(writer, one);
  http::Response response;
  response.status = status;
  if (status == 201) response.headers.push_back({"Location", "/api/v1/communication/suppressions/" + one.id});
  response.body = writer.take();
  return response;
}

/// Any spelling where the kind is known, else the stored one.
Result<domain::SuppressionFilter> read_suppression_filter(const Query& query) {
  domain::SuppressionFilter filter{.kind = query.text("kind"),
                                   .address = query.text("address"),
                                   .channel_type = query.text("channel_type"),
                                   .reason = query.text("reason")};
  if (const std::string active = query.text("active"); !active.empty()) filter.active = active == "true";
  if (filter.kind.empty() || filter.address.empty()) return filter;
  auto key = contacts::normalise(filter.kind, filter.address);
  if (!key) return invalid_query({{"/query/address", key.error().detail}});
  filter.address = std::move(key->normalised);
  return filter;
}

std::string evidence_of_note(const std::string& note) {
  json::Writer writer;
  writer.begin_object();
  if (!note.empty()) writer.text("note", note);
  return writer.end_object().take();
}

Result<Suppression> read_draft(const SuppressionPorts& ports, const Call& call) {
  json::Fields fields{call.body};
  Suppression one{.tenant = call.principal.tenant, .source = call.principal.actor};
  const std::string kind = fields.text("kind", Need::Required, {.max = 16});
  const std::string address = fields.text("address", Need::Required, {.min = 1, .max = 320});
  one.channel_type = fields.text("channel_type", Need::Optional, {.max = 16});
  one.reason = fields.text("reason", Need::Optional, {.max = 64});
  if (one.reason.empty()) one.reason = "manual";
  one.evidence_json = evidence_of_note(fields.text("note", Need::Optional, {.max = 500}));
  if (!kind.empty() && !address.empty()) {
    const auto region = home_region(ports.accounts, one.tenant, address);
    if (!region) return region.error();
    auto key = contacts::normalise(kind, address, *region);
    if (key)
      one.address = *std::move(key);
    else
      fields.complain("address", key.error().detail);
  }
  if (auto done = fields.finish(); !done) return std::move(done).error();
  return one;
}

}  // namespace

Answer list_suppressions(const SuppressionPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kSuppressionFilterNames);
  if (!query) return query.error();
  const auto filter = read_suppression_filter(*query);
  if (!filter) return filter.error();
  const CursorScope scope{"suppressions", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const auto page = ports.suppressions.list(call.principal.tenant, *filter, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_suppression);
}

Answer show_suppression(const SuppressionPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("suppression");
  const auto one = ports.suppressions.find(call.principal.tenant, call.params[0]);
  if (!one) return one.error();
  return present_suppression(*one, 200);
}

std::vector<Problem> examine_suppression(const SuppressionPorts& ports, const Call& call) {
  if (call.body.kind() != json::Kind::Object) return {};
  const auto draft = read_draft(ports, call);
  return draft ? std::vector<Problem>{} : draft.error().problems;
}

Answer add_suppression(const SuppressionPorts& ports, const Call& call) {
  auto draft = read_draft(ports, call);
  if (!draft) return std::move(draft).error();
  draft->id = make_uuid(ports.means.clock.now(), ports.means.random);
  const auto added = wait_for_commit<domain::SuppressionAdded>(
      ports.means.commit_deadline, [&](domain::Completion<domain::SuppressionAdded> done) {
        ports.suppressions.add(*std::move(draft), call.origin(), std::move(done));
      });
  if (!added) return added.error();
  if (!added->existed) return present_suppression(added->suppression, 201);
  const auto standing = ports.suppressions.find(call.principal.tenant, added->suppression.id);
  if (!standing) return standing.error();
  return present_suppression(*standing, 200);
}

Answer lift_suppression(const SuppressionPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("suppression");
  const auto done = wait_for_commit<Done>(ports.means.commit_deadline, [&](domain::Completion<Done> told) {
    ports.suppressions.lift(call.principal.tenant, call.params[0], call.origin(), std::move(told));
  });
  if (!done) return done.error();
  return http::Response{204, "", {}, ""};
}

}  // namespace herald::api
