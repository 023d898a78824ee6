#pragma once
#include <string>
#include <vector>

#include "host/domain/ledger.hpp"
#include "host/domain/preference.hpp"
#include "host/intake/send_message.hpp"

namespace herald::api {

/// Over what type of channel a message goes, and where its contact is reached. [value]
struct Way {
  std::string channel_type{};                   ///< may be empty
  std::vector<domain::AddressKey> addresses{};  ///< the contact's, best first; only where the wish has none
  domain::ChosenBy chosen_by{domain::ChosenBy::Caller};
};

/// What the contact's preferences add to the wish: asked only where it names a contact, and no channel or no
/// address. `preferences` may be null. Errors: those of the port. [any thread]
Result<Way> find_way(domain::ContactPreferences* preferences, const domain::TenantId& tenant,
                     const intake::SendMessage& wish);

}  // namespace herald::api
