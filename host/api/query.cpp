#include "host/api/query.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "host/api/operation.hpp"
#include "host/http/uri.hpp"
#include "host/json/fields.hpp"

namespace herald::api {
namespace {

std::string pointer(std::string_view name) { return "/query" + json::pointer_step(name); }

bool read_limit(const std::string& text, int& limit) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > kLargestLimit)
    return false;
  limit = value;
  return true;
}

bool repeated(const std::vector<http::Header>& all, std::size_t index) {
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(index);
  return std::find_if(all.begin(), end, [&](const http::Header& h) { return h.name == all[index].name; }) !=
         end;
}

Result<Query> read(std::string_view query, std::span<const std::string_view> known) {
  auto parameters = http::decode_query(query);
  if (!parameters) return invalid_query({{"/query", "expected well-formed percent-escapes"}});
  Query out{.parameters = *std::move(parameters)};
  std::vector<Problem> problems;
  for (std::size_t i = 0; i < out.parameters.size(); ++i) {
    const http::Header& parameter = out.parameters[i];
    if (std::ranges::find(known, parameter.name) == known.end()) {
      problems.push_back({pointer(parameter.name), "is not a known parameter"});
    } else if (repeated(out.parameters, i)) {
      problems.push_back({pointer(parameter.name), "expected it once"});
    } else if (parameter.name == "limit" && !read_limit(parameter.value, out.limit)) {
      problems.push_back({pointer("limit"), "expected a whole number from 1 to 200"});
    }
  }
  if (!problems.empty()) return invalid_query(std::move(problems));
  return out;
}

}  // namespace

Error invalid_query(std::vector<Problem> problems) {
  return {.code = Errc::Invalid,
          .reason = "invalid_query",
          .detail = "the query string has problems",
          .problems = std::move(problems)};
}

std::string Query::text(std::string_view name) const {
  const auto found = std::ranges::find(parameters, name, &http::Header::name);
  return found == parameters.end() ? std::string{} : found->value;
}

Result<Query> read_query(std::string_view query, std::span<const std::string_view> known) {
  std::vector<std::string_view> all{"limit", "cursor"};
  all.insert(all.end(), known.begin(), known.end());
  return read(query, all);
}

std::optional<Instant> read_instant(const Query& query, std::string_view name,
                                    std::vector<Problem>& problems) {
  const std::string text = query.text(name);
  if (text.empty()) return std::nullopt;
  const auto at = from_rfc3339(text);
  if (!at) problems.push_back({pointer(name), "expected " + std::string{kTimeWanted}});
  return at;
}

Result<Done> refuse_query(std::string_view query) {
  if (query.empty()) return Done{};
  auto found = read(query, {});
  if (!found) return std::move(found).error();
  return Done{};
}

Result<Done> refuse_body(std::string_view body) {
  if (body.empty()) return Done{};
  const auto document = json::parse(body);
  if (!document) return document.error();
  return json::Fields{*document}.finish();
}

}  // namespace herald::api
