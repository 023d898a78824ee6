#pragma once
#include <string>

namespace herald::domain {

/// An address a contact can be reached at. [value]
struct AddressKey {
  std::string kind{};        ///< phone, email, telegram, whatsapp
  std::string normalised{};  ///< E.164, lower-case domain …
};

}  // namespace herald::domain
