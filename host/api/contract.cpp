#include "host/api/contract.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

#include "host/api/problems.hpp"
#include "host/api/schemas.hpp"
#include "host/base/check.hpp"
#include "host/base/json_text.hpp"
#include "host/http/uri.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

/// The `$defs` that a schema needs, as a JSON object.
using Definer = std::function<std::string(std::string_view schema)>;

/// Adds what `schema` refers to, also through others, of all that there are. What is not there is left out.
void collect(std::string_view schema, const std::vector<NamedSchema>& all,
             std::map<std::string_view, std::string_view>& used) {
  constexpr std::string_view kReference = "\"#/$defs/";
  for (auto at = schema.find(kReference); at != std::string_view::npos;
       at = schema.find(kReference, at + 1)) {
    const auto rest = schema.substr(at + kReference.size());
    const auto found = std::ranges::find(all, rest.substr(0, rest.find('"')), &NamedSchema::name);
    if (found != all.end() && used.emplace(found->name, found->text).second) collect(found->text, all, used);
  }
}

/// Of the host's own schemas those that `schema` needs: an operation refers to a few of many.
std::string own_definitions(std::string_view schema) {
  static const std::vector<NamedSchema> all = all_schemas();
  std::map<std::string_view, std::string_view> used;
  collect(schema, all, used);
  json::Writer out;
  out.begin_object();
  for (const auto& [name, text] : used) out.raw(name, text);
  return out.end_object().take();
}

constexpr std::array<Parameter, 2> kPaging{{
    {"limit", R"({"type":"integer","minimum":1,"maximum":200,"default":50})", "a whole number from 1 to 200"},
    {"cursor", R"({"$ref":"#/$defs/Cursor"})", "next_cursor of the page before"},
}};

Result<json::Schema> compile(std::string_view schema, const Definer& definitions_for) {
  if (schema.size() <= 2 || schema.front() != '{')
    return Error{
        .code = Errc::Invalid, .reason = "bad_schema", .detail = "expected an object that is not empty"};
  return json::Schema::compile("{\"$defs\":" + definitions_for(schema) + "," + std::string{schema.substr(1)});
}

/// A parameter is a text; where that does not conform it may be meant as a number.
bool conforms(const json::Schema& schema, const std::string& value) {
  if (const auto text = json::parse(quote_json(value)); text && schema.check(*text).empty()) return true;
  const auto number = json::parse(value);
  return number && number->kind() == json::Kind::Number && schema.check(*number).empty();
}

void add_once(std::vector<Problem>& all, Problem problem) {
  if (std::ranges::find(all, problem.pointer, &Problem::pointer) == all.end())
    all.push_back(std::move(problem));
}

}  // namespace

std::vector<Parameter> query_parameters(const Operation& operation) {
  std::vector<Parameter> out{operation.query.begin(), operation.query.end()};
  if (operation.paged) out.insert(out.end(), kPaging.begin(), kPaging.end());
  return out;
}

Result<Contract> Contract::make(const Operation& operation, const std::string& definitions) {
  // All of them with each, so that one is refused too which only an answer refers to.
  return compiled(operation, [&](std::string_view) { return definitions; });
}

Result<Contract> Contract::compiled(const Operation& operation, const Definer& definitions_for) {
  Contract out{operation.optional_body, operation.any_query};
  for (const Parameter& parameter : query_parameters(operation)) {
    auto schema = compile(parameter.schema, definitions_for);
    if (!schema) return std::move(schema).error();
    out.query_.push_back({parameter, *std::move(schema)});
  }
  if (operation.request.empty()) return out;
  auto body = compile(R"({"$ref":"#/$defs/)" + std::string{operation.request} + "\"}", definitions_for);
  if (!body) return std::move(body).error();
  out.body_ = *std::move(body);
  return out;
}

Contract::Contract(const Operation& operation) : optional_body_{}, any_query_{} {
  auto made = compiled(operation, own_definitions);
  HERALD_CHECK(made.has_value());
  *this = *std::move(made);
}

std::vector<Problem> Contract::query_problems(std::string_view query) const {
  if (query.empty() || any_query_) return {};
  const auto sent = http::decode_query(query);
  if (!sent) return {{"/query", "expected well-formed percent-escapes"}};
  std::vector<Problem> problems;
  for (auto it = sent->begin(); it != sent->end(); ++it) {
    const std::string pointer = "/query" + json::pointer_step(it->name);
    const auto taken =
        std::ranges::find(query_, it->name, [](const Taken& one) { return one.parameter.name; });
    if (taken == query_.end()) {
      add_once(problems, {pointer, "is not a known parameter"});
    } else if (std::any_of(sent->begin(), it, [&](const auto& one) { return one.name == it->name; })) {
      add_once(problems, {pointer, "expected it once"});
    } else if (!conforms(taken->schema, it->value)) {
      add_once(problems, {pointer, "expected " + std::string{taken->parameter.expected}});
    }
  }
  return problems;
}

Result<json::Document> Contract::read_body(std::string_view text) const {
  if (!body_ || (optional_body_ && text.empty())) return json::Document{};
  return json::parse(text);
}

std::vector<Problem> Contract::body_problems(const json::Document& body) const {
  if (!body_ || (optional_body_ && body.kind() == json::Kind::Null)) return {};
  return body_->check(body);
}

Error refusal(std::vector<Problem> query, std::vector<Problem> examined, std::vector<Problem> body) {
  std::vector<Problem> all;
  for (Problem& problem : examined) add_once(all, std::move(problem));
  for (Problem& problem : body) add_once(all, std::move(problem));
  if (query.empty()) return invalid_body(std::move(all));
  const bool both = !all.empty();
  all.insert(all.begin(), query.begin(), query.end());
  return {.code = Errc::Invalid,
          .reason = both ? "invalid_request" : "invalid_query",
          .detail = both ? "the query string and the body have problems" : "the query string has problems",
          .problems = std::move(all)};
}

}  // namespace herald::api
