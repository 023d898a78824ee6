#pragma once
#include "host/domain/preference.hpp"
#include "host/storage/batch.hpp"
#include "host/storage/pool.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// The preferences of contacts (table contact_communication_preference). [any thread]
class StoredPreferences final : public domain::ContactPreferences {
 public:
  /// Both outlive this.
  StoredPreferences(Writer& writer, Pool& pool) : writer_{writer}, pool_{pool} {}
  Result<std::optional<domain::ContactPreference>> find(const domain::TenantId& tenant,
                                                        const std::string& contact_ref) override;
  Result<std::vector<domain::AddressKey>> addresses(const domain::TenantId& tenant,
                                                    const std::string& contact_ref) override;
  void change(domain::PreferenceChange change, domain::Completion<domain::ContactPreference> done) override;

 private:
  Writer& writer_;
  Pool& pool_;
};

/// What the contact of a message says to being written to, asked inside the batch of the intent.
void want_preferences(Batch& batch, const domain::Intent& intent);
/// Go, DoNotContact or NotAllowed.
domain::IntentVerdict::Kind wish_of_contact(Batch& batch, const domain::Intent& intent);

}  // namespace herald::storage
