// The part of herald.crypto/1 that needs keys.
#include <herald/abi.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>
#include <climits>
#include <memory>

#include "host/plugins/crypto.hpp"

namespace herald::plugins::crypto {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freed<&EVP_MD_CTX_free>>;
using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;

struct Algorithm {
  const char* key_type;
  const EVP_MD* md;  ///< null: the scheme hashes by itself
};

Result<Algorithm> scheme_of(std::int32_t scheme) {
  switch (scheme) {
    case HERALD_SIGN_RSA_PKCS1_SHA1:
      return Algorithm{"RSA", EVP_sha1()};
    case HERALD_SIGN_RSA_PKCS1_SHA256:
      return Algorithm{"RSA", EVP_sha256()};
    case HERALD_SIGN_ECDSA_P256_SHA256:
      return Algorithm{"EC", EVP_sha256()};
    case HERALD_SIGN_ED25519:
      return Algorithm{"ED25519", nullptr};
    default:
      return Error{Errc::Invalid, "unknown_algorithm",
                   "signature scheme " + std::to_string(scheme) + " is not known"};
  }
}

bool is_pem(std::string_view text) { return text.find("-----BEGIN ") != std::string_view::npos; }
Bio reader(std::string_view text) { return Bio{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))}; }

/// Answers "no passphrase": without it OpenSSL would ask on the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

Key public_key_of(std::string_view text) {
  if (is_pem(text)) return Key{PEM_read_bio_PUBKEY(reader(text).get(), nullptr, &no_passphrase, nullptr)};
  const unsigned char* at = octets(text);
  return Key{d2i_PUBKEY(nullptr, &at, static_cast<long>(text.size()))};
}

Key private_key_of(std::string_view text) {
  if (is_pem(text)) return Key{PEM_read_bio_PrivateKey(reader(text).get(), nullptr, &no_passphrase, nullptr)};
  const unsigned char* at = octets(text);
  return Key{d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(text.size()))};
}

bool fits(const Key& key, const Algorithm& wanted) {
  if (EVP_PKEY_is_a(key.get(), wanted.key_type) != 1) return false;
  if (std::string_view{wanted.key_type} != "EC") return true;
  std::array<char, 64> group{};
  return EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), nullptr) == 1 &&
         std::string_view{group.data()} == "prime256v1";
}

Error bad_key(const Algorithm& wanted) {
  ERR_clear_error();  // the queue may quote the input and belongs to nobody else
  return {Errc::Invalid, "bad_key",
          std::string{"expected a key of type "} + wanted.key_type + " as PEM or DER, found something else"};
}

Error crypto_failed() {
  ERR_clear_error();
  return {Errc::Internal, "crypto_failed", "the signature could not be computed"};
}

}  // namespace

Result<bool> verify(std::int32_t scheme, std::string_view public_key, std::string_view signature,
                    std::string_view data) {
  const auto wanted = scheme_of(scheme);
  if (!wanted) return wanted.error();
  if (public_key.size() > INT_MAX) return bad_key(*wanted);
  const Key key = public_key_of(public_key);
  if (!key || !fits(key, *wanted)) return bad_key(*wanted);
  const Context context{EVP_MD_CTX_new()};
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, wanted->md, nullptr, key.get()) != 1)
    return crypto_failed();
  // Zero and negative results both mean "not genuine": a malformed signature is the sender's doing.
  const bool genuine =
      EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(data), data.size()) == 1;
  ERR_clear_error();
  return genuine;
}

Result<std::string> sign(std::int32_t scheme, std::string_view private_key, std::string_view data) {
  const auto wanted = scheme_of(scheme);
  if (!wanted) return wanted.error();
  if (private_key.size() > INT_MAX) return bad_key(*wanted);
  const Key key = private_key_of(private_key);
  if (!key || !fits(key, *wanted)) return bad_key(*wanted);
  const Context context{EVP_MD_CTX_new()};
  std::size_t size = 0;
  if (!context || EVP_DigestSignInit(context.get(), nullptr, wanted->md, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, octets(data), data.size()) != 1)
    return crypto_failed();
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, octets(data),
                     data.size()) != 1)
    return crypto_failed();
  signature.resize(size);  // ECDSA announces its upper bound
  return signature;
}

Result<std::string> x509_public_key(std::string_view certificate) {
  const Error bad{Errc::Invalid, "bad_certificate", "expected an X.509 certificate as PEM or DER"};
  if (certificate.size() > INT_MAX) return bad;
  const unsigned char* at = octets(certificate);
  const Certificate read{is_pem(certificate)
                             ? PEM_read_bio_X509(reader(certificate).get(), nullptr, &no_passphrase, nullptr)
                             : d2i_X509(nullptr, &at, static_cast<long>(certificate.size()))};
  EVP_PKEY* key = read ? X509_get0_pubkey(read.get()) : nullptr;
  const Bio out{BIO_new(BIO_s_mem())};
  if (key == nullptr || !out || PEM_write_bio_PUBKEY(out.get(), key) != 1) {
    ERR_clear_error();
    return bad;
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string{text, static_cast<std::size_t>(size)};
}

}  // namespace herald::plugins::crypto
