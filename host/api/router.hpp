#pragma once
#include <functional>
#include <span>
#include <vector>

#include "host/api/path.hpp"
#include "host/api/route.hpp"
#include "host/base/result.hpp"
#include "host/http/message.hpp"
#include "host/tenancy/principal.hpp"

namespace herald::api {

/// Turns a request's credential into a principal, X-Tenant-ID included (callers.hpp). [any thread]
using Authenticator = std::function<Result<tenancy::Principal>(const http::Request&)>;

/// From request to answer: route (404, 405), caller (401, 403), permission (403), handler, problem document.
/// Mount everything, then handle from any thread.
class Router final {
 public:
  explicit Router(Authenticator authenticate) : authenticate_{std::move(authenticate)} {}

  /// `routes` lives as long as the process; `ports` is copied, what it refers to outlives the router.
  template <class Ports>
  void mount(std::span<const Route<Ports>> routes, const Ports& ports) {
    for (const Route<Ports>& route : routes) {
      endpoints_.push_back(
          {route.method, Pattern{route.pattern}, route.access,
           [handler = route.handler, ports](const Call& call) { return handler(ports, call); }});
    }
  }

  [[nodiscard]] http::Response handle(const http::Request& request) const;

 private:
  struct Endpoint {
    http::Method method;
    Pattern pattern;
    Access access;
    std::function<Answer(const Call&)> run;
  };
  [[nodiscard]] Answer serve(const Endpoint& endpoint, const Segments& path,
                             const http::Request& request) const;
  [[nodiscard]] http::Response refuse(const Segments& path, const http::Request& request) const;

  Authenticator authenticate_;
  std::vector<Endpoint> endpoints_;
};

}  // namespace herald::api
