#include "host/ctl/export_check.hpp"

#include <functional>
#include <utility>
#include <vector>

#include "host/journal/export_line.hpp"
#include "host/journal/verify.hpp"
#include "host/json/writer.hpp"

namespace herald::ctl {
namespace {

Result<Done> each_line(std::istream& text, const std::function<void(const journal::ExportLine&)>& take) {
  text.clear();
  text.seekg(0);
  std::string line;
  for (int number = 1; std::getline(text, line); ++number) {
    if (line.empty()) continue;
    auto read = journal::parse_line(line);
    if (!read)
      return Error{.code = Errc::Invalid,
                   .reason = "bad_export",
                   .detail = "line " + std::to_string(number) + ": " + read.error().detail};
    take(*read);
  }
  return Done{};
}

std::string render(const journal::Report& report) {
  json::Writer writer;
  writer.begin_object()
      .boolean("intact", report.intact())
      .number("entries", report.entries)
      .number("erased", report.erased)
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
  std::vector<journal::Checkpoint> checkpoints;
  auto read = each_line(text, [&](const journal::ExportLine& line) {
    if (line.checkpoint) checkpoints.push_back(*line.checkpoint);
  });
  if (!read) return std::move(read).error();
  journal::Verifier verifier{checkpoints, {trusted_keys.begin(), trusted_keys.end()}};
  auto fed = each_line(text, [&](const journal::ExportLine& line) {
    if (line.entry) verifier.feed(*line.entry);
  });
  if (!fed) return std::move(fed).error();
  const journal::Report report = verifier.finish();
  if (report.entries > 0) return render(report);
  // Nothing to object to is not the same as intact.
  return Error{
      .code = Errc::Invalid, .reason = "bad_export", .detail = "expected entries of a journal, found none"};
}

}  // namespace herald::ctl
