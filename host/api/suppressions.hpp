#pragma once
#include <array>

#include "host/api/means.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/suppression_ports.hpp"

namespace herald::api {

struct SuppressionPorts {
  domain::Suppressions& suppressions;
  domain::Accounts& accounts;  ///< only for the default region of national phone numbers
  Means means;
};

Answer list_suppressions(const SuppressionPorts& ports, const Call& call);
Answer show_suppression(const SuppressionPorts& ports, const Call& call);
Answer add_suppression(const SuppressionPorts& ports, const Call& call);
Answer lift_suppression(const SuppressionPorts& ports, const Call& call);
/// What stands against a new suppression, beyond the schema: the address.
std::vector<Problem> examine_suppression(const SuppressionPorts& ports, const Call& call);

inline constexpr std::array<Parameter, 5> kSuppressionFilters{{
    {"kind", R"({"$ref":"#/$defs/AddressKind"})", "one of phone, email, telegram, whatsapp"},
    {"address", R"({"type":"string","maxLength":320})",
     "an address as it is stored, such as +447700900123 (+ written as %2B), or any spelling beside its kind"},
    {"channel_type", R"({"type":"string","maxLength":16})", "at most 16 characters"},
    {"reason", R"({"$ref":"#/$defs/SuppressionReason"})",
     "one of manual, opt_out, complaint, hard_bounce, blocked"},
    {"active", R"({"$ref":"#/$defs/YesOrNo"})", "true or false"},
}};

/// A suppression is added and lifted, never changed: what was lifted stays as evidence.
inline constexpr std::array<Route<SuppressionPorts>, 4> kSuppressionRoutes{{
    {http::Method::Get,
     "/api/v1/communication/suppressions",
     with(tenancy::Permission::ContactsRead),
     list_suppressions,
     {.id = "listSuppressions",
      .summary = "Addresses that are not written to, and why, newest first",
      .response = "SuppressionList",
      .query = kSuppressionFilters,
      .paged = true}},
    {http::Method::Get,
     "/api/v1/communication/suppressions/{suppression_id}",
     with(tenancy::Permission::ContactsRead),
     show_suppression,
     {.id = "showSuppression", .summary = "A suppression", .response = "Suppression"}},
    {http::Method::Post,
     "/api/v1/communication/suppressions",
     with(tenancy::Permission::ContactsManage),
     add_suppression,
     {.id = "addSuppression",
      .summary = "Do not write to an address any more; 200 with the one that says so already",
      .request = "SuppressionDraft",
      .response = "Suppression",
      .status = 201},
     examine_suppression},
    {http::Method::Delete,
     "/api/v1/communication/suppressions/{suppression_id}",
     with(tenancy::Permission::ContactsManage),
     lift_suppression,
     {.id = "liftSuppression", .summary = "Lift a suppression; it stays as evidence", .status = 204}},
}};

}  // namespace herald::api
