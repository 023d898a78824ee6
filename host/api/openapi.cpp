#include "host/api/openapi.hpp"

#include <map>
#include <utility>

#include "host/api/contract.hpp"
#include "host/api/schemas.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

std::string_view key_of(http::Method method) {
  switch (method) {
    case http::Method::Post:
      return "post";
    case http::Method::Put:
      return "put";
    case http::Method::Patch:
      return "patch";
    case http::Method::Delete:
      return "delete";
    default:
      return "get";
  }
}

/// `channel_id` has the schema `ChannelId`.
std::string schema_of(std::string_view parameter) {
  std::string out;
  bool capital = true;
  for (const char c : parameter) {
    if (c != '_') out += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    capital = c == '_';
  }
  return out;
}

std::vector<std::string_view> names_in(std::string_view pattern) {
  std::vector<std::string_view> out;
  for (auto open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1))
    out.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  return out;
}

void write_reference(json::Writer& writer, const std::string& schema) {
  writer.begin_object("schema").text("$ref", "#/$defs/" + schema).end_object();
}

void write_content(json::Writer& writer, std::string_view type, std::string_view schema) {
  writer.begin_object("content").begin_object(type);
  write_reference(writer, std::string{schema});
  writer.end_object().end_object();
}

void write_file(json::Writer& writer) {
  writer.begin_object("content").begin_object("*/*");
  writer.raw("schema", R"({"type":"string","format":"binary"})");
  writer.end_object().end_object();
}

void write_header(json::Writer& writer, std::string_view name, std::string_view schema) {
  writer.begin_object().text("name", name).text("in", "header").raw("schema", schema).end_object();
}

void write_parameters(json::Writer& writer, const Described& route) {
  writer.begin_array("parameters");
  for (const std::string_view name : names_in(route.pattern)) {
    writer.begin_object().text("name", name).text("in", "path").boolean("required", true);
    write_reference(writer, schema_of(name));
    writer.end_object();
  }
  for (const Parameter& parameter : query_parameters(route.operation))
    writer.begin_object()
        .text("name", parameter.name)
        .text("in", "query")
        .text("description", parameter.expected)
        .raw("schema", parameter.schema)
        .end_object();
  if (route.operation.idempotent)
    write_header(writer, "Idempotency-Key",
                 R"({"description":"printable ASCII","type":"string","minLength":1,"maxLength":255})");
  if (route.access.permission)
    write_header(writer, "X-Tenant-ID",
                 R"({"description":"must agree with the credential","type":"string"})");
  writer.end_array();
}

void write_answers(json::Writer& writer, const Operation& operation) {
  writer.begin_object("responses").begin_object(std::to_string(operation.status));
  writer.text("description", "success");
  if (!operation.response.empty()) write_content(writer, "application/json", operation.response);
  if (operation.download) write_file(writer);
  writer.end_object().begin_object("default").text("description", "a problem");
  write_content(writer, "application/problem+json", "Problem");
  writer.end_object().end_object();
}

/// In OpenAPI 3.1 a requirement of any scheme may name the roles it takes: here the permission.
void write_security(json::Writer& writer, const Access& access) {
  writer.begin_array("security");
  if (access.permission) {
    for (const std::string_view scheme : {"bearer", "apiKey"}) {
      writer.begin_object().begin_array(scheme);
      writer.text(tenancy::to_text(*access.permission));
      writer.end_array().end_object();
    }
  }
  writer.end_array();
}

void write_operation(json::Writer& writer, const Described& route) {
  const Operation& operation = route.operation;
  writer.begin_object(key_of(route.method))
      .text("operationId", operation.id)
      .text("summary", operation.summary);
  write_parameters(writer, route);
  if (!operation.request.empty()) {
    writer.begin_object("requestBody").boolean("required", !operation.optional_body);
    write_content(writer, "application/json", operation.request);
    writer.end_object();
  }
  if (operation.upload) {
    writer.begin_object("requestBody").boolean("required", true);
    write_file(writer);
    writer.end_object();
  }
  write_answers(writer, operation);
  write_security(writer, route.access);
  writer.end_object();
}

void write_components(json::Writer& writer, const std::vector<NamedSchema>& more) {
  writer.begin_object("components")
      .raw("schemas", schema_definitions(more))
      .begin_object("securitySchemes")
      .begin_object("bearer")
      .text("type", "http")
      .text("scheme", "bearer")
      .text("description", "an API key or a JWT")
      .end_object()
      .begin_object("apiKey")
      .text("type", "apiKey")
      .text("in", "header")
      .text("name", "X-API-Key")
      .end_object()
      .end_object()
      .end_object();
}

/// Inside Herald schemas refer to each other in `$defs`; the document keeps them elsewhere.
std::string with_references_moved(std::string text) {
  constexpr std::string_view kFrom = "#/$defs/";
  constexpr std::string_view kTo = "#/components/schemas/";
  for (auto at = text.find(kFrom); at != std::string::npos; at = text.find(kFrom, at + kTo.size()))
    text.replace(at, kFrom.size(), kTo);
  return text;
}

}  // namespace

std::string openapi_document(const std::vector<Described>& routes) { return openapi_document(routes, {}); }

std::string openapi_document(const std::vector<Described>& routes, const std::vector<NamedSchema>& more) {
  std::map<std::string_view, std::vector<const Described*>> paths;
  for (const Described& route : routes) paths[route.pattern].push_back(&route);
  json::Writer writer;
  writer.begin_object().text("openapi", "3.1.0");
  writer.begin_object("info").text("title", "Herald").text("version", "1").end_object();
  writer.begin_object("paths");
  for (const auto& [pattern, methods] : paths) {
    writer.begin_object(pattern);
    for (const Described* route : methods) write_operation(writer, *route);
    writer.end_object();
  }
  writer.end_object();
  write_components(writer, more);
  return with_references_moved(writer.end_object().take());
}

Answer show_document(const DocumentPorts& ports, const Call&) {
  http::Response response;
  response.body = ports.text();
  return response;
}

}  // namespace herald::api
