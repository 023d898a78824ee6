#include "host/api/router.hpp"

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

http::Response Router::handle(const http::Request& request) const {
  const auto path = split_path(request.path);
  if (!path) return render_problem(not_found("resource"), request);
  // The server leaves the body of an answer to HEAD out.
  const http::Method method = request.method == http::Method::Head ? http::Method::Get : request.method;
  for (const Endpoint& endpoint : endpoints_) {
    if (endpoint.method != method || !endpoint.pattern.matches(*path)) continue;
    Answer answer = serve(endpoint, *path, request);
    return answer ? *std::move(answer) : render_problem(answer.error(), request);
  }
  return refuse(*path, request);
}

Answer Router::serve(const Endpoint& endpoint, const Segments& path, const http::Request& request) const {
  const auto params = endpoint.pattern.params(path);
  if (!params) return not_found("resource");
  if (!endpoint.access.permission) {
    const tenancy::Principal nobody;
    return endpoint.run(Call{request, nobody, *params});
  }
  const auto principal = authenticate_(request);
  if (!principal) return principal.error();
  if (auto granted = tenancy::require(*principal, *endpoint.access.permission); !granted)
    return std::move(granted).error();
  return endpoint.run(Call{request, *principal, *params});
}

http::Response Router::refuse(const Segments& path, const http::Request& request) const {
  std::string allow;
  for (const Endpoint& endpoint : endpoints_) {
    if (!endpoint.pattern.matches(path)) continue;
    if (!allow.empty()) allow += ", ";
    allow += name_of(endpoint.method);
  }
  if (allow.empty()) return render_problem(not_found("resource"), request);
  return method_not_allowed(std::move(allow), request);
}

}  // namespace herald::api
