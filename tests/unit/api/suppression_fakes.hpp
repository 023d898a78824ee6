#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/suppression_ports.hpp"

namespace herald::api {

/// One suppression that may stand already; remembers what was asked.
class FakeSuppressions final : public domain::Suppressions {
 public:
  std::optional<domain::Suppression> standing;
  domain::SuppressionFilter filter;
  std::vector<domain::Suppression> added;
  std::vector<std::string> lifted;

  Result<domain::Page<domain::Suppression>> list(const domain::TenantId&, const domain::SuppressionFilter& by,
                                                 const std::string&, int) override {
    filter = by;
    domain::Page<domain::Suppression> page;
    if (standing) page.items.push_back(*standing);
    return page;
  }
  Result<domain::Suppression> find(const domain::TenantId& tenant, const std::string& id) override {
    if (standing && standing->id == id && standing->tenant == tenant) return *standing;
    return Error{.code = Errc::NotFound, .reason = "unknown_suppression", .detail = "there is none"};
  }
  void add(domain::Suppression one, domain::Origin,
           domain::Completion<domain::SuppressionAdded> done) override {
    added.push_back(one);
    if (standing) return done(domain::SuppressionAdded{.suppression = *standing, .existed = true});
    done(domain::SuppressionAdded{.suppression = std::move(one)});
  }
  void lift(const domain::TenantId& tenant, const std::string& id, domain::Origin,
            domain::Completion<Done> done) override {
    if (const auto found = find(tenant, id); !found) return done(found.error());
    lifted.push_back(id);
    done(Done{});
  }
};

}  // namespace herald::api
