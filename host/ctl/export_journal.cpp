#include "host/ctl/export_journal.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "host/journal/export_line.hpp"
#include "host/json/document.hpp"

namespace herald::ctl {
namespace {

Error failed(std::string detail) {
  return {.code = Errc::Unavailable, .reason = "export_failed", .detail = std::move(detail)};
}

/// The body of a good answer.
Result<std::string> get(const Ask& ask, std::string path, std::string query) {
  http::Request request;
  request.target = query.empty() ? path : path + "?" + query;
  request.path = std::move(path);
  request.query = std::move(query);
  auto answer = ask(std::move(request));
  if (!answer) return std::move(answer).error();
  if (answer->status == 200) return std::move(answer->body);
  const auto problem = json::parse(answer->body);
  const auto detail = problem ? problem->member("detail") : std::nullopt;
  return Error{.code = Errc::Internal,
               .reason = "refused",
               .detail = "refused (" + std::to_string(answer->status) +
                         "): " + (detail ? detail->text().value_or("") : std::string{})};
}

/// Seq of the last line of a page, entry or checkpoint alike; 0 when it cannot be read.
std::int64_t last_seq(std::string_view page) {
  if (page.ends_with('\n')) page.remove_suffix(1);
  const auto start = page.rfind('\n');
  const auto line = journal::parse_line(start == std::string_view::npos ? page : page.substr(start + 1));
  if (!line) return 0;
  if (line->entry) return line->entry->seq;
  return line->checkpoint ? line->checkpoint->seq : 0;
}

Result<Done> export_shard(const Ask& ask, int shard, std::int64_t until, std::ostream& out) {
  for (std::int64_t after = 0; after < until;) {
    const auto page = get(ask, "/api/v1/admin/audit-entries",
                          "shard=" + std::to_string(shard) + "&after=" + std::to_string(after) +
                              "&until=" + std::to_string(until));
    if (!page) return page.error();
    const std::int64_t reached = last_seq(*page);
    if (reached <= after)
      return failed("expected entries of shard " + std::to_string(shard) + " after " + std::to_string(after) +
                    ", found none");
    if (!(out << *page)) return failed("the export cannot be written");
    after = reached;
  }
  return Done{};
}

}  // namespace

Result<Done> export_journal(const Ask& ask, std::ostream& out) {
  const auto first = get(ask, "/api/v1/admin/audit-manifest", {});
  if (!first) return first.error();
  const auto line = journal::parse_line(*first);
  if (!line || !line->manifest) return failed("expected a manifest, found something else");
  out << *first;
  for (const auto& [shard, head] : line->manifest->heads)
    if (auto done = export_shard(ask, shard, head.seq, out); !done) return done;
  if (!out.flush()) return failed("the export cannot be written");
  return Done{};
}

}  // namespace herald::ctl
