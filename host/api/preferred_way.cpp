#include "host/api/preferred_way.hpp"

#include <iterator>
#include <utility>

namespace herald::api {
namespace {

using domain::AddressKey;
using domain::ContactPreference;

/// Those that the contact names come before those that it was met at.
Result<std::vector<AddressKey>> addresses_of(domain::ContactPreferences& preferences,
                                             const domain::TenantId& tenant, const std::string& contact,
                                             const std::optional<ContactPreference>& own) {
  std::vector<AddressKey> out;
  const auto add = [&out](const char* kind, const std::string& address) {
    if (!address.empty()) out.push_back({kind, address});
  };
  if (own) {
    add("email", own->email_address);
    add("phone", own->phone_number);
    add("telegram", own->telegram_id);
    add("whatsapp", own->whatsapp_number);
  }
  auto met = preferences.addresses(tenant, contact);
  if (!met) return met;
  out.insert(out.end(), std::make_move_iterator(met->begin()), std::make_move_iterator(met->end()));
  return out;
}

}  // namespace

Result<Way> find_way(domain::ContactPreferences* preferences, const domain::TenantId& tenant,
                     const intake::SendMessage& wish) {
  Way way{.channel_type = wish.channel_type};
  const bool any_channel = wish.channel_id.empty() && wish.channel_type.empty();
  if (wish.channel_id.empty() && !any_channel) way.chosen_by = domain::ChosenBy::Type;
  const bool any_address = wish.to_address.empty();
  if (preferences == nullptr || wish.contact_id.empty() || !(any_channel || any_address)) return way;
  const auto own = preferences->find(tenant, wish.contact_id);
  if (!own) return own.error();
  if (any_channel && *own && !(*own)->preferred_channel.empty()) {
    way.channel_type = (*own)->preferred_channel;
    way.chosen_by = domain::ChosenBy::Preference;
  }
  if (!any_address) return way;
  auto addresses = addresses_of(*preferences, tenant, wish.contact_id, *own);
  if (!addresses) return std::move(addresses).error();
  way.addresses = *std::move(addresses);
  return way;
}

}  // namespace herald::api
