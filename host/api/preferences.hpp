#pragma once
#include <array>

#include "host/api/means.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/preference.hpp"

namespace herald::api {

struct PreferencePorts {
  domain::ContactPreferences& preferences;
  domain::Accounts& accounts;  ///< only for the default region of national phone numbers
  Means means;
};

Answer show_preferences(const PreferencePorts& ports, const Call& call);
Answer change_preferences(const PreferencePorts& ports, const Call& call);
/// What stands against the change, beyond the schema: addresses, and an end of what does not hold.
std::vector<Problem> examine_preferences(const PreferencePorts& ports, const Call& call);

inline constexpr std::array<Route<PreferencePorts>, 2> kPreferenceRoutes{{
    {http::Method::Get,
     "/api/v1/communication/contacts/{contact_id}/preferences",
     with(tenancy::Permission::ContactsRead),
     show_preferences,
     {.id = "showPreferences", .summary = "What a person allows and prefers", .response = "Preference"}},
    {http::Method::Post,
     "/api/v1/communication/contacts/{contact_id}/preferences",
     with(tenancy::Permission::ContactsManage),
     change_preferences,
     {.id = "changePreferences",
      .summary = "Set what a person allows and prefers, under If-Match if you like; 201 for the first time",
      .request = "PreferencePatch",
      .response = "Preference"},
     examine_preferences},
}};

}  // namespace herald::api
