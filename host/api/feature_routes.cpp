#include "host/api/feature_routes.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "host/api/schemas.hpp"
#include "host/tenancy/permission.hpp"

namespace herald::api {
namespace {

using features::Sheet;
using features::SheetRoute;

Error unfit(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_descriptor", .detail = std::move(detail)};
}

/// A route's query parameters as the router wants them; views into the sheet.
std::vector<Parameter> parameters_of(const SheetRoute& route) {
  std::vector<Parameter> out;
  for (const features::QueryParameter& one : route.query) out.push_back({one.name, one.schema, one.expected});
  return out;
}

Operation operation_of(const SheetRoute& route, std::span<const Parameter> query) {
  return {.id = route.id,
          .summary = route.summary,
          .request = route.request,
          .response = route.response,
          .status = route.status,
          .query = query,
          .paged = route.paged,
          .idempotent = route.idempotent};
}

std::vector<NamedSchema> schemas_of(const Sheet& sheet) {
  std::vector<NamedSchema> out;
  for (const auto& [name, text] : sheet.schemas) out.push_back({name, text});
  return out;
}

bool known_schema(const std::vector<NamedSchema>& schemas, std::string_view name) {
  return std::ranges::find(schemas, name, &NamedSchema::name) != schemas.end();
}

/// Keeps what one plugin's endpoints show.
struct Kept {
  std::shared_ptr<const Sheet> sheet;
  std::deque<std::vector<Parameter>> queries{};
};

Endpoint endpoint_of(const FeaturePorts& ports, const std::shared_ptr<Kept>& kept, const SheetRoute& route,
                     const std::string& definitions) {
  const std::vector<Parameter>& query = kept->queries.emplace_back(parameters_of(route));
  const Operation operation = operation_of(route, query);
  auto contract = Contract::make(operation, definitions);
  HERALD_CHECK(contract.has_value());  // check_routes() has made it before
  return {.route = {http::method_of(route.method), route.path,
                    with(tenancy::permission(route.permission).value()), operation},
          .pattern = Pattern{route.path},
          .contract = *std::move(contract),
          .run = [ports, sheet = kept->sheet, &route](const Call& call) {
            return serve_feature(ports, sheet, route, call);
          }};
}

}  // namespace

Result<Done> check_routes(const Sheet& sheet) {
  std::vector<NamedSchema> own = schemas_of(sheet);
  std::vector<NamedSchema> all = all_schemas();
  for (const NamedSchema& schema : own)
    if (known_schema(all, schema.name))
      return unfit("the host has a schema " + std::string{schema.name} + " already");
  all.insert(all.end(), own.begin(), own.end());
  const std::string definitions = schema_definitions(own);
  for (const SheetRoute& route : sheet.routes) {
    const auto query = parameters_of(route);
    if (!tenancy::permission(route.permission))
      return unfit(route.id + ": expected a permission such as templates.read, found " + route.permission);
    for (const std::string& name : {route.request, route.response})
      if (!name.empty() && !known_schema(all, name)) return unfit(route.id + ": there is no schema " + name);
    if (!split_path(route.path)) return unfit(route.id + ": the path has too many segments");
    const auto contract = Contract::make(operation_of(route, query), definitions);
    if (!contract) return unfit(route.id + ": " + contract.error().detail);
  }
  return Done{};
}

std::shared_ptr<const Extension> plugin_routes(const FeaturePorts& ports,
                                               const std::vector<std::shared_ptr<const Sheet>>& sheets) {
  auto out = std::make_shared<Extension>();
  for (const auto& sheet : sheets) {
    const auto kept = std::make_shared<Kept>(Kept{.sheet = sheet});
    const auto schemas = schemas_of(*sheet);
    const bool clash = std::ranges::any_of(
        schemas, [&](const NamedSchema& one) { return known_schema(out->schemas, one.name); });
    if (clash) continue;  // the earlier plugin keeps its documents
    const std::string definitions = schema_definitions(schemas);
    for (const SheetRoute& route : sheet->routes)
      out->endpoints.push_back(endpoint_of(ports, kept, route, definitions));
    out->schemas.insert(out->schemas.end(), schemas.begin(), schemas.end());
    out->owners.push_back(kept);
  }
  return out;
}

}  // namespace herald::api
