#pragma once
#include <herald/json.h>
#include <herald/sdk.hpp>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "tests/plugins/feature_check/breaks.hpp"

/// What tally answers: points of customers, quiet hours, cards.
namespace tally {

using herald::sdk::Failure;
using herald::sdk::FeatureCall;
using herald::sdk::Records;

inline herald_str lend(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view seen(herald_str value) {
  return value.data == nullptr ? std::string_view{} : std::string_view{value.data, value.len};
}
inline herald_str member(herald_str object, const char* name) { return herald_json_member(object, name); }
/// A JSON string as it stands, with quotes; throws without one.
inline std::string text(herald_str object, const char* name) {
  const herald_str value = member(object, name);
  if (value.len < 2 || *value.data != '"') throw Failure{std::string{"expected a text "} + name};
  return std::string{seen(value)};
}
inline std::int64_t number(herald_str object, const char* name) {
  std::int64_t value = 0;
  if (herald_json_integer(member(object, name), &value) == 0)
    throw Failure{std::string{"expected a whole number "} + name};
  return value;
}
inline std::string inside(const std::string& quoted) { return quoted.substr(1, quoted.size() - 2); }

inline std::string problem(std::string_view kind, std::string_view reason, std::string_view detail) {
  if constexpr (broken("problem_kind")) kind = "gone";
  if constexpr (broken("problem_reason")) reason = "No such thing";
  return R"({"problem":{"kind":")" + std::string{kind} + R"(","reason":")" + std::string{reason} +
         R"(","detail":")" + std::string{detail} + R"("}})";
}

inline std::string account_json(herald_str record) {
  return R"({"id":)" + text(record, "id") + R"(,"customer":)" + text(record, "customer") + R"(,"points":)" +
         (broken("reply_off_schema") ? R"("many")" : std::to_string(number(record, "points"))) + "}";
}

inline std::string make_account(herald_str input) {
  const herald_str body = member(input, "body");
  const std::string customer = text(body, "customer");
  const herald_str note = member(body, "note");
  const std::string_view field = broken("unknown_field") ? "remark" : "note";
  const std::string_view collection = broken("unknown_collection") ? "acounts" : "accounts";
  return R"({"writes":[{"kind":"insert","collection":")" + std::string{collection} +
         R"(","ref":"a","values":{"customer":)" + customer + R"(,")" + std::string{field} + R"(":)" +
         (note.len > 0 && *note.data == '"' ? std::string{seen(note)} : "null") +
         R"(}}],"reply":{"made":"a","etag":"a","fill":{"id":")" + (broken("fill_without_ref") ? "b" : "a") +
         R"(.id"},"body":{"customer":)" + customer + R"(,"points":0}})" +
         (broken("answer_member") ? R"(,"remove":[]})" : "}");
}

inline std::string list_accounts(herald_str input, const Records& records) {
  const herald_str query = member(input, "query"), wanted = member(query, "customer"),
                   limit = member(query, "limit"), cursor = member(query, "cursor");
  std::string asked = R"({"collection":"accounts")";
  if (wanted.len > 2 && *wanted.data == '"')
    asked += R"(,"where":{"prefix":[")" + std::string{broken("query_without_index") ? "note" : "customer"} +
             R"(",)" + std::string{seen(wanted)} + "]}";
  if (limit.len > 2 && *limit.data == '"' && limit.len < 6)
    asked += R"(,"limit":)" + inside(std::string{seen(limit)});
  if (cursor.len > 2 && *cursor.data == '"') asked += R"(,"cursor":)" + std::string{seen(cursor)};
  std::string page;
  try {
    page = records.query(asked + "}");
  } catch (const Failure& failure) {
    if (cursor.len > 2 && failure.status() == HERALD_INVALID)
      return problem("invalid", "invalid_query", "the query has a problem");
    if constexpr (broken("ignores_failed_reads"))
      return R"({"reply":{"body":{"data":[],"next_cursor":null}}})";
    throw;
  }
  std::string data;
  herald_str rest = member(lend(page), "records");
  for (herald_str one; herald_json_next(&rest, &one) != 0;)
    data += (data.empty() ? "" : ",") + account_json(one);
  return R"({"reply":{"body":{"data":[)" + data + R"(],"next_cursor":)" +
         std::string{seen(member(lend(page), "cursor"))} + "}}}";
}

inline std::string show_account(herald_str input, const Records& records) {
  const std::string id = inside(text(member(input, "params"), "account_id"));
  std::string record = records.get("accounts", id);
  if constexpr (broken("keeps_a_record")) {
    static std::string last;
    if (record == "null" && !last.empty()) record = last;
    if (last.empty()) last = record == "null" ? "" : record;
  }
  if (record == "null") return problem("not_found", "unknown_account", "there is no such account");
  return R"({"reply":{"etag":)" + std::to_string(number(lend(record), "rev")) + R"(,"body":)" +
         account_json(lend(record)) + "}}";
}

inline std::string add_points(herald_str input, const Records& records) {
  const std::string id = inside(text(member(input, "params"), "account_id"));
  const std::int64_t more = number(member(input, "body"), "points");
  const std::string record = records.get("accounts", id);
  if (record == "null") return problem("not_found", "unknown_account", "there is no such account");
  const std::int64_t now = number(lend(record), "points") + more;
  return R"({"writes":[{"kind":"update","collection":"accounts","id":)" + text(lend(record), "id") +
         R"(,"rev":)" + std::to_string(number(lend(record), "rev")) + R"(,"add":{"points":)" +
         std::to_string(more) + R"(}}],"reply":{"body":{"id":)" + text(lend(record), "id") +
         R"(,"customer":)" + text(lend(record), "customer") + R"(,"points":)" + std::to_string(now) + "}}}";
}

}  // namespace tally
