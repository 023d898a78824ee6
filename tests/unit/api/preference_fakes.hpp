#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "host/domain/preference.hpp"

namespace herald::api {

/// Preferences in memory; remembers what was changed.
class FakePreferences final : public domain::ContactPreferences {
 public:
  std::map<std::string, domain::ContactPreference> stored;  ///< by tenant and contact
  std::vector<domain::AddressKey> met;
  std::vector<domain::PreferenceChange> changes;
  int overtaken{0};  ///< so many changes come too late
  int asked{0};

  static std::string place(const domain::TenantId& tenant, const std::string& contact) {
    return tenant.text + '/' + contact;
  }
  Result<std::optional<domain::ContactPreference>> find(const domain::TenantId& tenant,
                                                        const std::string& contact) override {
    ++asked;
    const auto found = stored.find(place(tenant, contact));
    return found == stored.end() ? std::nullopt : std::optional{found->second};
  }
  Result<std::vector<domain::AddressKey>> addresses(const domain::TenantId&, const std::string&) override {
    return met;
  }
  void change(domain::PreferenceChange change, domain::Completion<domain::ContactPreference> done) override {
    if (overtaken > 0) {
      --overtaken;
      return done(Error{.code = Errc::Stale, .reason = "revision_changed", .detail = "overtaken"});
    }
    domain::ContactPreference p = change.preference;
    ++p.revision;
    stored[place(p.tenant, p.contact_ref)] = p;
    changes.push_back(std::move(change));
    done(std::move(p));
  }
};

}  // namespace herald::api
