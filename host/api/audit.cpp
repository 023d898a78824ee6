#include "host/api/audit.hpp"

#include <charconv>
#include <utility>

#include "host/api/query.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 3> kRangeNames{"shard", "after", "until"};

/// Adds a problem unless the parameter is a whole number from 0 to `most`.
std::int64_t number_of(const Query& query, std::string_view name, std::int64_t most,
                       std::vector<Problem>& problems) {
  const std::string text = query.text(name);
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool good = error == std::errc{} && end == text.data() + text.size() && value >= 0 && value <= most;
  if (!good)
    problems.push_back({"/query/" + std::string{name}, "expected a whole number from 0 to " +
                                                           std::to_string(most) + ", found '" + text + "'"});
  return value;
}

Result<AuditRange> read_range(std::string_view text) {
  const auto query = read_query(text, kRangeNames);
  if (!query) return query.error();
  std::vector<Problem> problems;
  const AuditRange range{.shard = static_cast<int>(number_of(*query, "shard", domain::kShards - 1, problems)),
                         .after = number_of(*query, "after", INT64_MAX, problems),
                         .until = number_of(*query, "until", INT64_MAX, problems)};
  if (problems.empty()) return range;
  return invalid_query(std::move(problems));
}

Answer render_lines(Result<std::string> lines) {
  if (!lines) return std::move(lines).error();
  return http::Response{200, "application/x-ndjson", {}, *std::move(lines)};
}

}  // namespace

Answer show_audit_key(const AuditPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  json::Writer out;
  http::Response response;
  response.body = out.begin_object().text("public_key", ports.source.public_key()).end_object().take();
  return response;
}

Answer show_audit_manifest(const AuditPorts& ports, const Call& call) {
  if (auto none = refuse_query(call.request.query); !none) return std::move(none).error();
  return render_lines(ports.source.manifest());
}

Answer show_audit_entries(const AuditPorts& ports, const Call& call) {
  const auto range = read_range(call.request.query);
  if (!range) return range.error();
  return render_lines(ports.source.lines(*range));
}

}  // namespace herald::api
