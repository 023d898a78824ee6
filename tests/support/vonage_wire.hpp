#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::test {

// What Vonage's documents say about one request and one callback of its SMS API and its Messages API v1, told
// apart from any plugin. All pure. [value]

/// How an account signs parameters of the SMS API, in both directions.
enum class VonageMethod : std::uint8_t { None, Md5Hash, Md5, Sha1, Sha256, Sha512 };

struct VonageAccount {
  std::string api_key{"a1b2c3d4"};
  std::string api_secret{"Secret0123456789"};
  VonageMethod method{VonageMethod::None};  ///< when set, requests bear `sig` and not the secret
  std::string signature_secret{"herald-sig-secret"};
  std::string application_id{"11112222-3333-4444-8555-666677778888"};
  std::string public_key{};  ///< PEM of the application; empty: the Messages API takes Basic only
};

/// A refusal of either API: an HTTP status, and for an SMS refused with 200 its `status`. `rule` says which
/// rule was broken, for people; `member` names the parameter.
struct VonageError {
  int http{200};
  std::string status{};
  std::string member{};
  std::string rule{};
};

/// The signature over parameters: sorted, `&` and `=` in values replaced, each behind an `&`; lower case.
std::string vonage_sig(VonageMethod method, const std::string& secret, const Form& parameters);

/// What is wrong with a request of POST /sms/json at `now`; its parameters are put into `form`. Stricter than
/// Vonage: what its documents do not name is refused.
std::optional<VonageError> check_sms_request(const VonageAccount& account, const RawRequest& request,
                                             std::int64_t now, Form& form);
/// What is wrong with the parameters alone.
std::optional<VonageError> check_sms_fields(const Form& form);
/// Parts that the text takes: 160 or 153 septets, 70 or 67 units of UTF-16.
int sms_parts(const Form& form);

/// What is wrong with a request of GET /account/get-balance: key and secret as Basic, and no body.
std::optional<VonageError> check_balance_request(const VonageAccount& account, const RawRequest& request);

/// A file of an inbound message. [value]
struct VonageFile {
  std::string type{};
  std::string bytes{};
};

/// What a server remembers of tokens: a `jti` counts once.
using VonageTokens = std::set<std::string>;

/// What is wrong with a request of POST /v1/messages at `now`.
std::optional<VonageError> check_message_request(const VonageAccount& account, const RawRequest& request,
                                                 std::int64_t now, VonageTokens& used);
/// What is wrong with a request of GET /v3/media/{id} at `now`: a token of the application, and no body.
std::optional<VonageError> check_media_request(const VonageAccount& account, const RawRequest& request,
                                               std::int64_t now, VonageTokens& used);
/// What is wrong with the body alone: JSON in UTF-8 without repeated names.
std::optional<VonageError> check_message_body(const std::string& body);

/// `application/problem+json` of the Messages API.
std::string vonage_problem(int http, const std::string& code, const std::string& member);

/// A key pair of an application (RSA, 2048 bits). [any thread]
struct VonageKeys {
  std::string private_pem{};
  std::string public_pem{};
};
/// Made once for the process: making one takes a while.
const VonageKeys& vonage_keys();

/// True when the token is RS256 of the PEM key. `claims` gets the payload of any token of three parts.
bool rs256_verifies(const std::string& token, const std::string& public_pem, std::string& claims);

/// A signed webhook's token: HS256 with `payload_hash` of the body. [value]
struct VonageClaims {
  std::int64_t iat{};
  std::string jti{};
  std::string api_key{};
  std::string application_id{};
};
std::string vonage_webhook_token(const std::string& secret, const VonageClaims& claims,
                                 const std::string& body);
/// The same over claims as they stand.
std::string hs256_token(const std::string& secret, const std::string& claims_json);

/// Lower hexadecimal SHA-256.
std::string sha256_hex(const std::string& bytes);

}  // namespace herald::test
