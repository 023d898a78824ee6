#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "host/api/contract.hpp"
#include "host/api/openapi.hpp"
#include "host/api/path.hpp"
#include "host/api/route.hpp"
#include "host/base/result.hpp"
#include "host/http/message.hpp"
#include "host/tenancy/principal.hpp"

namespace herald::api {

/// Turns a request's credential into a principal, X-Tenant-ID included (callers.hpp). [any thread]
using Authenticator = std::function<Result<tenancy::Principal>(const http::Request&)>;

/// A route with what serves it. [value]
struct Endpoint {
  Described route;
  Pattern pattern;
  std::optional<Contract> contract{};  ///< nothing for a route without an operation
  std::function<Answer(const Call&)> run{};
  std::function<std::vector<Problem>(const Call&)> examine{};
};

/// Endpoints that come and go, with what their views show. [value]
struct Extension {
  std::vector<Endpoint> endpoints{};
  std::vector<NamedSchema> schemas{};
  std::vector<std::shared_ptr<const void>> owners{};  // of the texts
};

/// From request to answer: route (404, 405), caller (401, 403), permission (403), contract (400), handler,
/// problem document. Mount everything, then handle from any thread.
class Router final {
 public:
  explicit Router(Authenticator authenticate) : authenticate_{std::move(authenticate)} {}

  /// `routes` lives as long as the process; `ports` is copied, what it refers to outlives the router.
  template <class Ports>
  void mount(std::span<const Route<Ports>> routes, const Ports& ports) {
    for (const Route<Ports>& route : routes) {
      Endpoint& endpoint = add({route.method, route.pattern, route.access, route.operation});
      endpoint.run = [handler = route.handler, ports](const Call& call) { return handler(ports, call); };
      if (route.examine != nullptr)
        endpoint.examine = [examine = route.examine, ports](const Call& call) {
          return examine(ports, call);
        };
    }
  }

  /// [any thread] Routes of plugins: those of before are gone. A mounted route wins over one of these.
  void extend(std::shared_ptr<const Extension> extension);
  /// The OpenAPI document of what is served now.
  [[nodiscard]] std::string document() const;

  [[nodiscard]] http::Response handle(const http::Request& request) const;
  /// Is the body of this request a file? Answered by its head alone: nothing for other routes, and whether
  /// the caller may upload.
  [[nodiscard]] std::optional<bool> upload(const http::Request& head) const;
  /// What is mounted, in order.
  [[nodiscard]] std::vector<Described> routes() const;

 private:
  [[nodiscard]] std::shared_ptr<const Extension> extension() const;
  [[nodiscard]] static const Endpoint* find(const std::vector<Endpoint>& among, http::Method method,
                                            const Segments& path);
  Endpoint& add(const Described& route);
  [[nodiscard]] http::Response respond(const Endpoint& endpoint, const Segments& path,
                                       const http::Request& request) const;
  [[nodiscard]] Answer serve(const Endpoint& endpoint, const Segments& path,
                             const http::Request& request) const;
  [[nodiscard]] static Answer run(const Endpoint& endpoint, const Segments& path,
                                  const http::Request& request, const tenancy::Principal& principal);
  [[nodiscard]] http::Response refuse(const Segments& path, const http::Request& request,
                                      const Extension& extension) const;

  Authenticator authenticate_;
  std::vector<Endpoint> endpoints_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Extension> extension_{std::make_shared<const Extension>()};  // with running requests
  mutable std::string document_{};  ///< made when it is first asked for after a change
};

}  // namespace herald::api
