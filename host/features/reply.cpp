#include "host/features/reply.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::features {
namespace {

using domain::Written;

constexpr std::array<std::string_view, 4> kFacts{"id", "rev", "created_at", "updated_at"};

/// "ref.fact" in two.
std::pair<std::string, std::string> split_reference(const std::string& reference) {
  const auto dot = reference.rfind('.');
  if (dot == std::string::npos) return {reference, ""};
  return {reference.substr(0, dot), reference.substr(dot + 1)};
}

bool written_as(const domain::WriteSet& set, const std::string& ref) {
  return std::ranges::find(set.writes, ref, &domain::RecordWrite::ref) != set.writes.end();
}

const Written& written_of(const std::vector<Written>& written, const std::string& ref) {
  return *std::ranges::find(written, ref, &Written::ref);
}

void write_fact(json::Writer& out, const Written& record, std::string_view fact) {
  if (fact == "id")
    out.text(record.id);
  else if (fact == "rev")
    out.number(record.rev);
  else
    out.text(to_rfc3339(fact == "created_at" ? record.created_at : record.updated_at));
}

std::string filled(const ReplyDraft& draft, const std::vector<Written>& written) {
  if (draft.body.kind() == json::Kind::Null) return {};
  if (draft.fill.empty()) return draft.body.compact();
  json::Writer out;
  out.begin_object();
  for (const std::string& name : draft.body.names())
    if (std::ranges::find(draft.fill, name, &std::pair<std::string, std::string>::first) == draft.fill.end())
      out.raw(name, draft.body.member(name)->compact());
  for (const auto& [name, reference] : draft.fill) {
    const auto [ref, fact] = split_reference(reference);
    out.key(name);
    write_fact(out, written_of(written, ref), fact);
  }
  return out.end_object().take();
}

}  // namespace

Result<ReplyDraft> read_reply(const json::Document& answer, int status, const domain::WriteSet& set) {
  ReplyDraft out{.status = status};
  const json::Document reply = answer.member("reply").value_or(json::parse("{}").value());
  json::Fields in{reply};
  if (const auto body = in.value("body", json::Need::Optional)) out.body = *body;
  out.made = in.text("made", json::Need::Optional);
  if (!out.made.empty() && !written_as(set, out.made)) in.complain("made", "expected the ref of a write");
  if (const auto etag = in.value("etag", json::Need::Optional)) {
    out.etag = etag->text().value_or(etag->compact());
    if (!etag->integer() && !written_as(set, out.etag)) in.complain("etag", "expected a number or a ref");
  }
  if (const auto fill = in.value("fill", json::Need::Optional))
    for (const std::string& name : fill->names()) {
      const std::string reference = fill->member(name)->text().value_or("");
      const auto [ref, fact] = split_reference(reference);
      if (!written_as(set, ref) || std::ranges::find(kFacts, fact) == kFacts.end())
        in.complain("fill", "expected ref.id, ref.rev, ref.created_at or ref.updated_at");
      out.fill.emplace_back(name, reference);
    }
  auto done = in.finish();
  if (done) return out;
  Error error = std::move(done).error();
  error.code = Errc::Internal;
  error.reason = "bad_answer";
  return error;
}

RouteReply complete(const ReplyDraft& draft, const std::vector<Written>& written) {
  RouteReply out{.status = draft.status, .body = filled(draft, written)};
  if (!draft.made.empty()) out.made = written_of(written, draft.made).id;
  const auto etag = std::ranges::find(written, draft.etag, &Written::ref);
  if (!draft.etag.empty())
    out.etag = etag != written.end() ? etag->rev : json::parse(draft.etag)->integer().value_or(0);
  return out;
}

}  // namespace herald::features
