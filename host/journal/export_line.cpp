#include "host/journal/export_line.hpp"

#include <array>
#include <utility>

#include "host/json/document.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::journal {
namespace {

using json::Fields;
using json::Need;

Error bad_line(Error error) {
  error.code = Errc::Invalid;
  error.reason = "bad_export_line";
  return error;
}

Instant read_time(Fields& in) {
  const std::string text = in.text("at", Need::Required);
  const auto at = from_rfc3339(text);
  if (!at && !text.empty()) in.complain("at", "expected a time in RFC 3339");
  return at.value_or(Instant{});
}

int read_shard(Fields& in) {
  return static_cast<int>(
      in.integer("shard", Need::Required, {.min = 0, .max = domain::kShards - 1}).value_or(0));
}

domain::JournalEntry read_entry(Fields& in) {
  domain::JournalEntry entry;
  domain::Event& event = entry.event;
  entry.shard = read_shard(in);
  entry.seq = in.integer("seq", Need::Required, {.min = 1}).value_or(0);
  event.type = in.text("type", Need::Required);
  event.tenant = domain::TenantId{in.text("tenant", Need::Required)};
  event.actor = in.text("actor", Need::Required);
  event.subject_kind = in.text("subject_kind", Need::Required);
  event.subject = in.text("subject", Need::Required);
  event.subject_version = in.integer("subject_version", Need::Required).value_or(0);
  event.cause = in.text("cause", Need::Required);
  event.depth =
      static_cast<int>(in.integer("depth", Need::Required, {.min = 0, .max = INT32_MAX}).value_or(0));
  event.at = read_time(in);
  event.data_json = in.optional_text("data").value_or("");
  entry.salt = in.optional_text("salt").value_or("");
  entry.content_hash = in.text("content_hash", Need::Required);
  entry.chain_hash = in.text("chain_hash", Need::Required);
  return entry;
}

Checkpoint read_checkpoint(Fields& in) {
  Checkpoint checkpoint;
  checkpoint.shard = read_shard(in);
  checkpoint.seq = in.integer("seq", Need::Required, {.min = 1}).value_or(0);
  checkpoint.chain_hash = in.text("chain_hash", Need::Required);
  checkpoint.public_key = in.text("public_key", Need::Required);
  checkpoint.signature = in.text("signature", Need::Required);
  return checkpoint;
}

Manifest read_manifest(Fields& in) {
  Manifest manifest{.at = read_time(in)};
  in.each("heads", Need::Required, {.items = domain::kShards}, [&](Fields& row) {
    const int shard = read_shard(row);
    domain::ChainHead head{.seq = row.integer("seq", Need::Required, {.min = 1}).value_or(0),
                           .hash = row.text("chain_hash", Need::Required)};
    if (!manifest.heads.emplace(shard, std::move(head)).second) row.complain("shard", "expected it once");
  });
  manifest.public_key = in.text("public_key", Need::Required);
  manifest.signature = in.text("signature", Need::Required);
  return manifest;
}

}  // namespace

std::string format_line(const domain::JournalEntry& entry) {
  const domain::Event& event = entry.event;
  json::Writer out;
  out.begin_object().text("kind", "entry").number("shard", entry.shard).number("seq", entry.seq);
  out.text("type", event.type).text("tenant", event.tenant.text).text("actor", event.actor);
  out.text("subject_kind", event.subject_kind).text("subject", event.subject);
  out.number("subject_version", event.subject_version)
      .text("cause", event.cause)
      .number("depth", event.depth);
  out.text("at", to_rfc3339(event.at));
  out.text_or_null("data", event.data_json).text_or_null("salt", entry.salt);
  out.text("content_hash", entry.content_hash).text("chain_hash", entry.chain_hash).end_object();
  return out.take();
}

std::string format_line(const Checkpoint& checkpoint) {
  json::Writer out;
  out.begin_object()
      .text("kind", "checkpoint")
      .number("shard", checkpoint.shard)
      .number("seq", checkpoint.seq);
  out.text("chain_hash", checkpoint.chain_hash).text("public_key", checkpoint.public_key);
  out.text("signature", checkpoint.signature).end_object();
  return out.take();
}

std::string format_line(const Manifest& manifest) {
  json::Writer out;
  out.begin_object().text("kind", "manifest").text("at", to_rfc3339(manifest.at)).begin_array("heads");
  for (const auto& [shard, head] : manifest.heads)
    out.begin_object()
        .number("shard", shard)
        .number("seq", head.seq)
        .text("chain_hash", head.hash)
        .end_object();
  out.end_array().text("public_key", manifest.public_key).text("signature", manifest.signature).end_object();
  return out.take();
}

Result<ExportLine> parse_line(std::string_view line) {
  auto document = json::parse(line);
  if (!document) return bad_line(std::move(document).error());
  constexpr std::array<std::string_view, 3> kKinds{"entry", "checkpoint", "manifest"};
  Fields in{*document};
  const std::string kind = in.one_of("kind", Need::Required, kKinds);
  ExportLine out;
  if (kind == "entry") out.entry = read_entry(in);
  if (kind == "checkpoint") out.checkpoint = read_checkpoint(in);
  if (kind == "manifest") out.manifest = read_manifest(in);
  if (auto done = in.finish(); !done) return bad_line(std::move(done).error());
  return out;
}

}  // namespace herald::journal
