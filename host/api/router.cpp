#include "host/api/router.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "host/api/problems.hpp"

namespace herald::api {
namespace {

std::string_view name_of(http::Method method) {
  switch (method) {
    case http::Method::Get:
      return "GET, HEAD";
    case http::Method::Post:
      return "POST";
    case http::Method::Put:
      return "PUT";
    case http::Method::Patch:
      return "PATCH";
    case http::Method::Delete:
      return "DELETE";
    default:
      return "OPTIONS";
  }
}

}  // namespace

Endpoint& Router::add(const Described& route) {
  Endpoint& endpoint = endpoints_.emplace_back(Endpoint{.route = route, .pattern = Pattern{route.pattern}});
  if (!route.operation.id.empty()) endpoint.contract.emplace(route.operation);
  return endpoint;
}

std::vector<Described> Router::routes() const {
  std::vector<Described> out;
  for (const Endpoint& endpoint : endpoints_) out.push_back(endpoint.route);
  return out;
}

http::Response Router::handle(const http::Request& request) const {
  const auto path = split_path(request.path);
  if (!path) return render_problem(not_found("resource"), request);
  // The server leaves the body of an answer to HEAD out.
  const http::Method method = request.method == http::Method::Head ? http::Method::Get : request.method;
  if (const Endpoint* mounted = find(endpoints_, method, *path)) return respond(*mounted, *path, request);
  const std::shared_ptr<const Extension> more = extension();
  if (const Endpoint* added = find(more->endpoints, method, *path)) return respond(*added, *path, request);
  return refuse(*path, request, *more);
}

std::optional<bool> Router::upload(const http::Request& head) const {
  // Asked before each body is read: by the bare path, since uploads have no parameters in it.
  const auto endpoint = std::ranges::find_if(endpoints_, [&](const Endpoint& one) {
    return one.route.operation.upload && one.route.method == head.method && one.route.pattern == head.path;
  });
  if (endpoint == endpoints_.end()) return std::nullopt;
  const auto principal = authenticate_(head);
  return principal && tenancy::require(*principal, *endpoint->route.access.permission).has_value();
}

http::Response Router::respond(const Endpoint& endpoint, const Segments& path,
                               const http::Request& request) const {
  Answer answer = serve(endpoint, path, request);
  return answer ? *std::move(answer) : render_problem(answer.error(), request);
}

const Endpoint* Router::find(const std::vector<Endpoint>& among, http::Method method, const Segments& path) {
  for (const Endpoint& endpoint : among)
    if (endpoint.route.method == method && endpoint.pattern.matches(path)) return &endpoint;
  return nullptr;
}

void Router::extend(std::shared_ptr<const Extension> extension) {
  const std::scoped_lock lock{mutex_};
  extension_ = std::move(extension);
  document_.clear();
}

std::shared_ptr<const Extension> Router::extension() const {
  const std::scoped_lock lock{mutex_};
  return extension_;
}

std::string Router::document() const {
  const std::scoped_lock lock{mutex_};
  if (!document_.empty()) return document_;
  std::vector<Described> all = routes();
  for (const Endpoint& endpoint : extension_->endpoints) all.push_back(endpoint.route);
  document_ = openapi_document(all, extension_->schemas);
  return document_;
}

Answer Router::serve(const Endpoint& endpoint, const Segments& path, const http::Request& request) const {
  if (!endpoint.route.access.permission) return run(endpoint, path, request, tenancy::Principal{});
  const auto principal = authenticate_(request);
  if (!principal) return principal.error();
  if (auto granted = tenancy::require(*principal, *endpoint.route.access.permission); !granted)
    return std::move(granted).error();
  return run(endpoint, path, request, *principal);
}

Answer Router::run(const Endpoint& endpoint, const Segments& path, const http::Request& request,
                   const tenancy::Principal& principal) {
  const auto params = endpoint.pattern.params(path);
  if (!params) return not_found("resource");
  const auto& contract = endpoint.contract;
  const Result<json::Document> body = contract ? contract->read_body(request.body) : json::Document{};
  if (!body) return body.error();
  const Call call{request, principal, *params, *body};
  if (!contract) return endpoint.run(call);
  std::vector<Problem> query = contract->query_problems(request.query);
  std::vector<Problem> found = contract->body_problems(*body);
  if (query.empty() && found.empty()) return endpoint.run(call);
  return refusal(std::move(query), endpoint.examine ? endpoint.examine(call) : std::vector<Problem>{},
                 std::move(found));
}

http::Response Router::refuse(const Segments& path, const http::Request& request,
                              const Extension& extension) const {
  std::string allow;
  for (const auto* endpoints : {&endpoints_, &extension.endpoints}) {
    for (const Endpoint& endpoint : *endpoints) {
      if (!endpoint.pattern.matches(path)) continue;
      if (!allow.empty()) allow += ", ";
      allow += name_of(endpoint.route.method);
    }
  }
  if (allow.empty()) return render_problem(not_found("resource"), request);
  return method_not_allowed(std::move(allow), request);
}

}  // namespace herald::api
