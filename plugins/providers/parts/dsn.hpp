#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// What a delivery status notification says of one addressee. [value]
struct DsnRecipient {
  std::string original_recipient{};  ///< as the sender wrote it, where the report knows; without its type
  std::string final_recipient{};     ///< where it went last
  std::string action{};              ///< failed, delayed, delivered, relayed or expanded, in lower case
  std::string status{};              ///< such as 5.1.1 (RFC 3463), or empty
  std::string diagnostic{};          ///< the server's words, for people; may hold addresses
  bool operator==(const DsnRecipient&) const = default;
};

/// A delivery status notification. [value]
struct Dsn {
  std::string envelope_id{};  ///< ENVID of the sender (RFC 3461), decoded; often absent
  std::string message_id{};   ///< of the mail that came back, without angle brackets
  std::string to{};           ///< its To and Cc, bare addresses in lower case with commas between
  std::string cc{};
  std::vector<DsnRecipient> recipients{};  ///< at most 100
  bool operator==(const Dsn&) const = default;
};

/// Reads a raw mail; nothing when none of its parts is a delivery status that names an addressee.
/// Nested three multiparts deep at most. [any thread] Source: RFC 3464, RFC 6522, RFC 6533.
std::optional<Dsn> read_dsn(std::string_view mail);

/// Whether the report is about the mail's addressee and not about a copy: of what the report knows best, the
/// address in the returned To says yes, one in Cc no, any other (forwarded, blind) yes when only the final
/// one is known.
bool is_of_addressee(const Dsn& dsn, const DsnRecipient& recipient);

/// The receipt's state that it comes to: BOUNCED, EXPIRED or DELIVERED; empty for what decides nothing
/// (delayed, relayed).
std::string_view receipt_state(const DsnRecipient& recipient);

}  // namespace herald::provider
