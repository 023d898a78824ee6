#pragma once
#include "host/app/accounts_book.hpp"
#include "host/inbound/ports.hpp"
#include "host/vault/vault.hpp"

namespace herald::app {

/// Seals waiting callbacks with the vault. [any thread]
class VaultEnvelope final : public inbound::Envelope {
 public:
  explicit VaultEnvelope(const vault::Vault& vault) : vault_{vault} {}
  [[nodiscard]] std::string seal(const std::string& text, const domain::RawWebhook& of) const override;
  [[nodiscard]] Result<std::string> open(const domain::RawWebhook& webhook) const override;

 private:
  const vault::Vault& vault_;
};

/// Addresses in the spelling of their channel's type; national numbers in the region of the tenant.
inbound::Spell spell_with(domain::Accounts& accounts);

/// Accounts of nobody's, with a secret that was made for this process. `random` is used now, `book` later.
inbound::Decoy decoy_of(const AccountsBook& book, Random& random);

/// From the channels of the tenant, page by page.
inbound::Signers signers_of(domain::Channels& channels);

/// HMAC-SHA256 as the generic form of callbacks is signed.
inbound::Hmac hmac();

}  // namespace herald::app
