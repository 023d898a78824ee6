#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/raw_server.hpp"

namespace herald::test {

// What Twilio's documents say about one request and one callback, told apart from any plugin. All pure.
// [value]

struct TwilioAccount {
  std::string sid{"AC00112233445566778899aabbccddeeff"};
  std::string auth_token{"8d1f0a6b7c5e4f3a2b1c0d9e8f7a6b5c"};
  std::string api_key{};  ///< when set, requests must bear this key and its secret; callbacks keep the token
  std::string api_secret{};
};

using Form = std::vector<std::pair<std::string, std::string>>;

/// A REST error: HTTP status and Twilio's code. `rule` says which rule was broken, for people.
struct TwilioError {
  int status{400};
  int code{0};
  std::string rule{};
};

/// Decodes `application/x-www-form-urlencoded`, strictly: every byte but letters, digits and `*-._` is
/// percent encoded or a `+` for a blank, each pair has a name and one `=`, the decoded text is UTF-8.
std::optional<Form> read_form(std::string_view body);
/// Encodes one, as Twilio posts its callbacks.
std::string write_form(const Form& form);
/// The first value of that name; empty when absent.
std::string field(const Form& form, std::string_view name);

/// What is wrong with the request that creates a message; nothing when Twilio would take it. Stricter than
/// Twilio: what its documents do not name is refused.
std::optional<TwilioError> check_create(const TwilioAccount& account, const RawRequest& request);
/// What is wrong with the request that reads the account, likewise.
std::optional<TwilioError> check_account_request(const TwilioAccount& account, const RawRequest& request);
/// A GET for a message, read. `is_one` is false for other requests.
struct TwilioMessageCall {
  bool is_one{false};
  std::string sid{};
  std::optional<TwilioError> wrong{};
};
TwilioMessageCall read_message_call(const TwilioAccount& account, const RawRequest& request);
/// What became of a message after it was created. [value]
struct TwilioBill {
  std::string status{"delivered"};
  std::string price{};  ///< as "-0.00750"; empty: not billed yet
};
/// The message resource as it reads then, made of what its creation answered.
std::string billed_json(const std::string& created, const TwilioBill& bill);

/// A medium of an inbound message. [value]
struct TwilioFile {
  std::string type{};
  std::string bytes{};
};
/// A GET for a medium, read: at the API with the account's credentials, or at the storage without any.
struct TwilioMediaCall {
  enum class Where : std::uint8_t { Nowhere, Api, Storage } where{Where::Nowhere};
  std::string media_sid{};
  std::optional<TwilioError> wrong{};
};
TwilioMediaCall read_media_call(const TwilioAccount& account, const RawRequest& request);
/// The signature that an URL of the storage bears.
std::string twilio_storage_query(const TwilioAccount& account, const std::string& media_sid);

/// What Twilio's magic numbers bring about.
std::optional<TwilioError> magic(const Form& form);

/// X-Twilio-Signature of a form POST to `url` (Twilio, "Validating signatures").
std::string twilio_signature(const std::string& token, const std::string& url, const Form& form);

/// `application/json` bodies of the REST API.
std::string created_json(const TwilioAccount& account, const std::string& sid, const Form& form);
std::string error_json(const TwilioError& error, const std::string& message);

/// The Authorization header that its requests must bear.
std::string authorization_of(const TwilioAccount& account);

std::string base64(std::string_view bytes);

}  // namespace herald::test
