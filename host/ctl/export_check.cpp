#include "host/ctl/export_check.hpp"

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "host/journal/export_line.hpp"
#include "host/journal/verify.hpp"
#include "host/json/writer.hpp"

namespace herald::ctl {
namespace {

Error bad_export(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_export", .detail = std::move(detail)};
}

Result<Done> each_line(std::istream& text, const std::function<void(const journal::ExportLine&)>& take) {
  text.clear();
  text.seekg(0);
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    if (line.empty()) continue;
    auto read = journal::parse_line(line);
    if (!read) return bad_export("line " + std::to_string(number) + ": " + read.error().detail);
    take(*read);
  }
  return Done{};
}

struct Signatures {
  std::vector<journal::Checkpoint> checkpoints{};
  std::vector<journal::Manifest> manifests{};
};

Result<Signatures> read_signatures(std::istream& text) {
  Signatures found;
  auto read = each_line(text, [&](const journal::ExportLine& line) {
    if (line.checkpoint) found.checkpoints.push_back(*line.checkpoint);
    if (line.manifest) found.manifests.push_back(*line.manifest);
  });
  if (!read) return std::move(read).error();
  return found;
}

/// What keeps the signatures from being checked at all.
std::optional<Error> objection(const Signatures& found, bool has_key) {
  if (!has_key && !(found.checkpoints.empty() && found.manifests.empty()))
    return Error{.code = Errc::Invalid,
                 .reason = "key_needed",
                 .detail =
                     "the export is signed: expected --key with the signer's public key, which "
                     "`heraldctl audit key` tells on the server"};
  if (has_key && found.manifests.size() != 1)
    return bad_export("expected one manifest, found " + std::to_string(found.manifests.size()) +
                      "; without it nobody can see what was left out");
  return std::nullopt;
}

std::string render(const journal::Report& report, const Signatures& found) {
  json::Writer writer;
  writer.begin_object()
      .boolean("intact", report.intact())
      .number("entries", report.entries)
      .number("erased", report.erased)
      .number("checkpoints", static_cast<std::int64_t>(found.checkpoints.size()))
      .text_or_null("signed_at", found.manifests.empty() ? "" : to_rfc3339(found.manifests.front().at))
      .begin_array("complaints");
  for (const journal::Complaint& complaint : report.complaints) {
    writer.begin_object()
        .text("kind", to_text(complaint.kind))
        .number("shard", complaint.shard)
        .number("seq", complaint.seq)
        .text("text", complaint.text)
        .end_object();
  }
  writer.end_array().end_object();
  return writer.take();
}

}  // namespace

Result<std::string> check_export(std::istream& text, std::span<const std::string> trusted_keys) {
  const auto found = read_signatures(text);
  if (!found) return found.error();
  if (auto error = objection(*found, !trusted_keys.empty())) return *std::move(error);
  journal::Verifier verifier{found->checkpoints, {trusted_keys.begin(), trusted_keys.end()}};
  if (!found->manifests.empty()) verifier.cover(found->manifests.front());
  auto fed = each_line(text, [&](const journal::ExportLine& line) {
    if (line.entry) verifier.feed(*line.entry);
  });
  if (!fed) return std::move(fed).error();
  const journal::Report report = verifier.finish();
  if (report.entries > 0) return render(report, *found);
  // Nothing to object to is not the same as intact.
  return bad_export("expected entries of a journal, found none");
}

}  // namespace herald::ctl
