#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/mailgun_wire.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {

// What Meta's documents say about one request and one webhook of the Cloud API, told apart from any plugin.
// All pure. [value]

struct WhatsAppAccount {
  std::string phone_number_id{"106540000000001"};
  std::string waba_id{"102290129340398"};
  std::string display_number{"15550001111"};
  std::string token{"EAAGheraldCanaryToken0123456789"};
  std::string app_secret{"herald0canary0app0secret00000001"};
  std::string verify_token{"herald-canary-verify-token"};
  std::string version{"v25.0"};
  bool wants_proof{false};  ///< the app enforces appsecret_proof
};

/// A refusal: HTTP status and Meta's code. `details` is what the API says, `rule` which rule was broken.
struct WhatsAppError {
  int http{400};
  int code{100};
  std::string details{};
  std::string rule{};
};

/// One request, read. `wrong` says what is wrong with it; the other members are whole when nothing is.
struct WhatsAppCall {
  enum class What : std::uint8_t {
    Nothing,    ///< none of the below
    Message,    ///< POST /{version}/{phone_number_id}/messages
    Upload,     ///< POST /{version}/{phone_number_id}/media
    Number,     ///< GET /{version}/{phone_number_id}
    Lookup,     ///< GET /{version}/{media id}
    Subscribe,  ///< POST /{version}/{waba_id}/subscribed_apps
    Configure,  ///< POST /{version}/{phone_number_id}
    Bytes,      ///< GET /media/{media id}: what the host lookaside.fbsbx.com serves
  } what{What::Nothing};
  std::string media_id{};  ///< of Lookup and Bytes
  MailFields parts{};      ///< of Upload
  std::optional<WhatsAppError> wrong{};
};

/// Reads a request: path, each header, credentials, then what belongs to it. Stricter than Meta: what its
/// documents do not name is refused.
WhatsAppCall read_whatsapp_call(const WhatsAppAccount& account, const RawRequest& request);

/// What is wrong with the body of a message: JSON in UTF-8 without repeated names.
std::optional<WhatsAppError> check_whatsapp_message(const std::string& body);

/// What is wrong with the body that subscribes the app to a business account, and with the one that says
/// where the webhooks of a number go.
std::optional<WhatsAppError> check_whatsapp_subscription(const std::string& body);
std::optional<WhatsAppError> check_whatsapp_configuration(const std::string& body);

/// What is wrong with the parts of an upload.
std::optional<WhatsAppError> check_whatsapp_upload(const MailFields& parts);

/// The body of a refusal.
std::string whatsapp_error_json(const WhatsAppError& error);

/// X-Hub-Signature-256 of a raw body.
std::string whatsapp_signature(const std::string& app_secret, const std::string& body);

/// `appsecret_proof` of an account.
std::string whatsapp_proof(const WhatsAppAccount& account);

/// SHA-256 of bytes: lower hexadecimal, and base64 as webhooks have it.
std::string whatsapp_sha256_hex(const std::string& bytes);
std::string whatsapp_sha256_base64(const std::string& bytes);

}  // namespace herald::test
