#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/address.hpp"
#include "host/domain/ports.hpp"

namespace herald::domain {

/// What a person allows and where that person wants to be reached (table contact_communication_preference).
/// Absent texts are empty; addresses are normalised. [value]
struct ContactPreference {
  std::string id{};
  TenantId tenant{};
  std::string contact_ref{};  ///< the caller's contact_id
  std::string email_address{};
  std::string phone_number{};
  std::string telegram_id{};
  std::string whatsapp_number{};
  std::string preferred_channel{};  ///< a channel type
  bool allow_email{true};
  bool allow_sms{true};
  bool allow_telegram{true};
  bool allow_whatsapp{true};
  bool allow_voice{true};
  bool opt_in_sms{false};
  std::optional<Instant> opt_in_sms_at{};  ///< when it was last given
  bool opt_in_marketing{false};
  std::optional<Instant> opt_in_marketing_at{};
  bool do_not_contact{false};
  std::optional<Instant> do_not_contact_until{};  ///< absent: until it is taken back
  std::string do_not_contact_reason{};
  std::int64_t revision{0};  ///< 0: not stored yet
  Instant created_at{};
  Instant updated_at{};
};

/// A new state of a person's preferences. [value]
struct PreferenceChange {
  ContactPreference preference{};     ///< whole; its revision is the one that was changed
  std::vector<std::string> fields{};  ///< names of what was changed, for the journal
  Origin origin{};
};

/// The preferences of contacts. Writes journal themselves. [any thread]
class ContactPreferences {
 public:
  virtual ~ContactPreferences() = default;
  virtual Result<std::optional<ContactPreference>> find(const TenantId& tenant,
                                                        const std::string& contact_ref) = 0;
  /// Where the contact was written to or wrote from, the latest first.
  virtual Result<std::vector<AddressKey>> addresses(const TenantId& tenant,
                                                    const std::string& contact_ref) = 0;
  /// Answers it with its next revision; honoured by every message whose intent is committed later.
  /// Stale/"revision_changed".
  virtual void change(PreferenceChange change, Completion<ContactPreference> done) = 0;
};

}  // namespace herald::domain
