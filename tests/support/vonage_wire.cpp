#include "tests/support/vonage_wire.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/digests.hpp"

namespace herald::test {
namespace {

const unsigned char* octets_of(std::string_view text) {
  const void* raw = text.data();
  return static_cast<const unsigned char*>(raw);
}

std::string url_base64(const std::string& bytes) {
  std::string out = base64(bytes);
  std::ranges::replace(out, '+', '-');
  std::ranges::replace(out, '/', '_');
  out.resize(out.find_last_not_of('=') + 1);
  return out;
}

/// Nothing for padding, another alphabet or an impossible length.
std::optional<std::string> from_url_base64(std::string text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  if (text.find_first_not_of(kAlphabet) != std::string::npos || text.size() % 4 == 1) return std::nullopt;
  const std::size_t missing = (4 - text.size() % 4) % 4;
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.append(missing, '=');
  std::string out(text.size() / 4 * 3, '\0');
  void* to = out.data();
  const int size =
      ::EVP_DecodeBlock(static_cast<unsigned char*>(to), octets_of(text), static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(size) - missing);
  return out;
}

struct FreeRsa {
  void operator()(EVP_PKEY* key) const { ::EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { ::EVP_MD_CTX_free(context); }
};
struct FreeBio {
  void operator()(BIO* bio) const { ::BIO_free(bio); }
};
using RsaKey = std::unique_ptr<EVP_PKEY, FreeRsa>;
using Memory = std::unique_ptr<BIO, FreeBio>;

std::string text_in(BIO* memory) {
  char* at = nullptr;
  const long size = BIO_get_mem_data(memory, &at);
  return {at, static_cast<std::size_t>(size)};
}

const char* hash_of(VonageMethod method) {
  switch (method) {
    case VonageMethod::Sha1:
      return "SHA1";
    case VonageMethod::Sha256:
      return "SHA256";
    case VonageMethod::Sha512:
      return "SHA512";
    default:
      return "MD5";
  }
}

}  // namespace

std::string vonage_sig(VonageMethod method, const std::string& secret, const Form& parameters) {
  Form sorted = parameters;
  std::erase_if(sorted, [](const auto& one) { return one.first == "sig"; });
  std::ranges::stable_sort(sorted, {}, &Form::value_type::first);
  std::string text;
  for (auto [name, value] : sorted) {
    std::ranges::replace(value, '&', '_');
    std::ranges::replace(value, '=', '_');
    text.append("&").append(name).append("=").append(value);
  }
  if (method == VonageMethod::Md5Hash) return hex_of(digest_of("MD5", text + secret));
  return hex_of(hmac_of(hash_of(method), secret, text));
}

const VonageKeys& vonage_keys() {
  static const VonageKeys kKeys = [] {
    const RsaKey key{EVP_RSA_gen(2048)};
    const Memory secret{::BIO_new(::BIO_s_mem())};
    const Memory open{::BIO_new(::BIO_s_mem())};
    if (!key ||
        ::PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
        ::PEM_write_bio_PUBKEY(open.get(), key.get()) != 1)
      throw std::runtime_error{"no RSA key could be made"};
    return VonageKeys{text_in(secret.get()), text_in(open.get())};
  }();
  return kKeys;
}

bool rs256_verifies(const std::string& token, const std::string& public_pem, std::string& claims) {
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string::npos ? first : token.find('.', first + 1);
  if (second == std::string::npos || token.find('.', second + 1) != std::string::npos) return false;
  const auto head = from_url_base64(token.substr(0, first));
  const auto payload = from_url_base64(token.substr(first + 1, second - first - 1));
  const auto signature = from_url_base64(token.substr(second + 1));
  if (!head || !payload || !signature) return false;
  claims = *payload;
  const auto header = nlohmann::json::parse(*head, nullptr, false);
  if (header != nlohmann::json{{"alg", "RS256"}, {"typ", "JWT"}}) return false;
  const Memory pem{::BIO_new_mem_buf(public_pem.data(), static_cast<int>(public_pem.size()))};
  const RsaKey key{::PEM_read_bio_PUBKEY(pem.get(), nullptr, nullptr, nullptr)};
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context{::EVP_MD_CTX_new()};
  const std::string data = token.substr(0, second);
  return key && ::EVP_DigestVerifyInit(context.get(), nullptr, ::EVP_sha256(), nullptr, key.get()) == 1 &&
         ::EVP_DigestVerify(context.get(), octets_of(*signature), signature->size(), octets_of(data),
                            data.size()) == 1;
}

std::string sha256_hex(const std::string& bytes) { return hex_of(digest_of("SHA256", bytes)); }

std::string hs256_token(const std::string& secret, const std::string& claims_json) {
  const std::string data = url_base64(R"({"alg":"HS256","typ":"JWT"})") + "." + url_base64(claims_json);
  return data + "." + url_base64(hmac_of("SHA256", secret, data));
}

std::string vonage_webhook_token(const std::string& secret, const VonageClaims& claims,
                                 const std::string& body) {
  nlohmann::ordered_json payload{{"iat", claims.iat}, {"jti", claims.jti}, {"iss", "Vonage"}};
  if (!body.empty()) payload["payload_hash"] = sha256_hex(body);
  payload["api_key"] = claims.api_key;
  if (!claims.application_id.empty()) payload["application_id"] = claims.application_id;
  return hs256_token(secret, payload.dump());
}

std::string vonage_problem(int http, const std::string& code, const std::string& member) {
  const std::string anchor = code.empty() ? std::to_string(http) : code;
  nlohmann::ordered_json out{{"type", "https://developer.vonage.com/api-errors/messages#" + anchor},
                             {"title", "Refused"},
                             {"detail", "The request was refused."},
                             {"instance", "0A0000001234ABCD"}};
  if (!member.empty())
    out["invalid_parameters"] =
        nlohmann::ordered_json::array({{{"name", member}, {"reason", "is not as the documents say"}}});
  return out.dump();
}

}  // namespace herald::test
