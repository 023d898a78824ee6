#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/raw_server.hpp"

namespace herald::test {

// What SendGrid's documents say about one request and one batch of events, told apart from any plugin. All
// pure. [value]

struct SendGridAccount {
  std::string api_key{"SG.testkeytestkeytestkey.0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"};
  std::string sender{"noreply@herald.example"};  ///< the verified one
  std::string subuser{};                         ///< requests must name it when it is set
};

/// A refusal: HTTP status and the field of the error. `rule` says which rule was broken, for people.
struct SendGridError {
  int status{400};
  std::string field{};
  std::string rule{};
};

/// What is wrong with a request of POST /v3/mail/send; nothing when SendGrid would take it. Stricter than
/// SendGrid: what its documents do not name is refused.
std::optional<SendGridError> check_mail_send(const SendGridAccount& account, const RawRequest& request);
/// The same for the body alone: UTF-8 JSON without repeated names.
std::optional<SendGridError> check_mail(const SendGridAccount& account, const std::string& body);

/// The `errors` body of the v3 API.
std::string sendgrid_error_json(const SendGridError& error, const std::string& message);

/// The events as the webhook posts them: an array with CR LF between them and at the end.
std::string event_batch(const std::vector<std::string>& events);

/// A key pair on P-256 that signs batches. [any thread]
class EventKey final {
 public:
  EventKey();
  ~EventKey();
  EventKey(const EventKey&) = delete;
  EventKey& operator=(const EventKey&) = delete;
  /// Base64 of the SubjectPublicKeyInfo, as SendGrid shows it.
  [[nodiscard]] std::string public_key() const;
  /// Base64 of the DER signature of SHA-256(timestamp ‖ body).
  [[nodiscard]] std::string sign(const std::string& timestamp, const std::string& body) const;

 private:
  struct Pair;
  std::unique_ptr<Pair> pair_;
};

/// True when the signature is that of the base64 key.
bool verifies(const std::string& public_key, const std::string& signature, const std::string& data);

}  // namespace herald::test
