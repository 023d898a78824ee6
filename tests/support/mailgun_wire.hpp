#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::test {

// What Mailgun's documents say about one request and one webhook, told apart from any plugin. All pure.
// [value]

struct MailgunAccount {
  std::string domain{"mg.herald.example"};
  std::string api_key{"key-0123456789abcdef0123456789abcdef"};
  std::string sending_key{"fedcba9876543210fedcba9876543210-01234567-89abcdef"};  ///< may only send
  std::string signing_key{"herald-mailgun-signing-key-0001"};
  std::string subaccount{};  ///< requests must name it when it is set
};

/// A refusal. `text` is the message of the API, `rule` says which rule was broken, for people.
struct MailgunError {
  int status{400};
  std::string text{};
  std::string rule{};
};

/// One field of a request or an inbound mail. [value]
struct MailField {
  std::string name{};
  std::string value{};
  std::string filename{};  ///< of a file part
  std::string type{};      ///< its content type
};
using MailFields = std::vector<MailField>;

/// The parts of a multipart/form-data body, strictly: CR LF, one Content-Disposition each, file names in
/// UTF-8 (no `filename*`), nothing before the first boundary and after the last.
std::optional<MailFields> read_mail_parts(const std::string& body, const std::string& boundary);
/// Writes one with that boundary.
std::string write_mail_parts(const MailFields& fields, const std::string& boundary);
/// The first value of that name; empty when absent.
std::string mail_field(const MailFields& fields, std::string_view name);

/// What a good request of POST /v3/{domain}/messages holds, or what is wrong with it at `now`. Stricter than
/// Mailgun: what its documents do not name is refused.
struct MailgunRead {
  std::optional<MailgunError> wrong{};
  MailFields fields{};
};
MailgunRead read_messages_request(const MailgunAccount& account, const RawRequest& request, std::int64_t now);

/// What is wrong with the fields alone.
std::optional<MailgunError> check_mail_fields(const MailgunAccount& account, const MailFields& fields,
                                              std::int64_t now);

/// What is wrong with a request of GET /v3/{domain}/events; its query is put into `query`.
std::optional<MailgunError> check_events_request(const MailgunAccount& account, const RawRequest& request,
                                                 Form& query);

/// Lower hexadecimal HMAC-SHA256 of the timestamp followed by the token.
std::string mailgun_signature(const std::string& key, const std::string& timestamp, const std::string& token);

}  // namespace herald::test
