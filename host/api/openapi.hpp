#pragma once
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/api/route.hpp"

namespace herald::api {

/// A route as the document shows it. [value]
struct Described {
  http::Method method;
  std::string_view pattern;
  Access access;
  Operation operation;
};

/// The OpenAPI 3.1 document of these routes, as JSON. The permission of a route is the role that its security
/// requirement names.
std::string openapi_document(const std::vector<Described>& routes);
/// With the schemas of plugins.
std::string openapi_document(const std::vector<Described>& routes, const std::vector<NamedSchema>& more);

/// Where the text is at the moment: it changes with the plugins. What that refers to outlives the router.
struct DocumentPorts {
  std::function<std::string()> text;
};

Answer show_document(const DocumentPorts& ports, const Call& call);

inline constexpr std::array<Route<DocumentPorts>, 1> kDocumentRoutes{{
    {http::Method::Get,
     "/api/v1/openapi.json",
     kPublic,
     show_document,
     {.id = "showDocument", .summary = "This document"}},
}};

}  // namespace herald::api
