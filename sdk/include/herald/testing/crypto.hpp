#pragma once
#include <herald/abi.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <herald/testing/call.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

/// A real herald.crypto/1 for tests, on OpenSSL (link OpenSSL::Crypto). Only nonce() is not random: it hands
/// out the bytes 0, 1, 2 … of the call.
namespace herald::sdk::testing {

namespace detail {

template <auto Free>
struct Release {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY_free>>;
using Bio = std::unique_ptr<BIO, Release<BIO_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;

inline const unsigned char* octets(std::string_view from) {
  return reinterpret_cast<const unsigned char*>(from.data());
}
inline Bio reader(std::string_view from) {
  return Bio{BIO_new_mem_buf(from.data(), static_cast<int>(from.size()))};
}
inline const EVP_MD* hash_of(std::int32_t hash) {
  switch (hash) {
    case HERALD_HASH_MD5:
      return EVP_md5();
    case HERALD_HASH_SHA1:
      return EVP_sha1();
    case HERALD_HASH_SHA256:
      return EVP_sha256();
    case HERALD_HASH_SHA512:
      return EVP_sha512();
    default:
      return nullptr;
  }
}
/// The hash of a signature scheme; Ed25519 has none of its own.
inline const EVP_MD* hash_of_scheme(std::int32_t scheme) {
  if (scheme == HERALD_SIGN_ED25519) return nullptr;
  return scheme == HERALD_SIGN_RSA_PKCS1_SHA1 ? EVP_sha1() : EVP_sha256();
}
inline bool known_scheme(std::int32_t scheme) {
  return scheme >= HERALD_SIGN_RSA_PKCS1_SHA1 && scheme <= HERALD_SIGN_ED25519;
}

inline Key public_key(std::string_view from) {
  if (from.find("-----BEGIN") != std::string_view::npos)
    return Key{PEM_read_bio_PUBKEY(reader(from).get(), nullptr, nullptr, nullptr)};
  return Key{d2i_PUBKEY_bio(reader(from).get(), nullptr)};
}
inline Key private_key(std::string_view from) {
  if (from.find("-----BEGIN") != std::string_view::npos)
    return Key{PEM_read_bio_PrivateKey(reader(from).get(), nullptr, nullptr, nullptr)};
  return Key{d2i_PrivateKey_bio(reader(from).get(), nullptr)};
}

inline herald_status digest(std::int32_t hash, const herald_str* data, const herald_sink* out,
                            const herald_sink* err) {
  const EVP_MD* kind = hash_of(hash);
  if (kind == nullptr) return say(err, HERALD_UNSUPPORTED, "unknown hash");
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text(data).data(), text(data).size(), sum, &size, kind, nullptr);
  return put(out, {reinterpret_cast<const char*>(sum), size});
}

inline herald_status hmac(std::int32_t hash, const herald_str* key, const herald_str* data,
                          const herald_sink* out, const herald_sink* err) {
  const EVP_MD* kind = hash_of(hash);
  if (kind == nullptr) return say(err, HERALD_UNSUPPORTED, "unknown hash");
  unsigned char sum[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  const auto secret = text(key), input = text(data);
  HMAC(kind, secret.empty() ? "" : secret.data(), static_cast<int>(secret.size()), octets(input),
       input.size(), sum, &size);
  return put(out, {reinterpret_cast<const char*>(sum), size});
}

inline herald_status verify(std::int32_t scheme, const herald_str* key, const herald_str* signature,
                            const herald_str* data, const herald_sink* err) {
  if (!known_scheme(scheme)) return say(err, HERALD_UNSUPPORTED, "unknown scheme");
  const Key opened = public_key(text(key));
  if (!opened) return say(err, HERALD_INVALID, "expected a public key, found another text");
  const Context context{EVP_MD_CTX_new()};
  if (EVP_DigestVerifyInit(context.get(), nullptr, hash_of_scheme(scheme), nullptr, opened.get()) != 1)
    return say(err, HERALD_INVALID, "expected a key of that scheme, found another kind");
  const auto given = text(signature), input = text(data);
  return EVP_DigestVerify(context.get(), octets(given), given.size(), octets(input), input.size()) == 1
             ? HERALD_OK
             : say(err, HERALD_MISMATCH, "the signature is not genuine");
}

inline herald_status sign(std::int32_t scheme, const herald_str* key, const herald_str* data,
                          const herald_sink* out, const herald_sink* err) {
  if (!known_scheme(scheme)) return say(err, HERALD_UNSUPPORTED, "unknown scheme");
  const Key opened = private_key(text(key));
  if (!opened) return say(err, HERALD_INVALID, "expected a private key, found another text");
  const Context context{EVP_MD_CTX_new()};
  if (EVP_DigestSignInit(context.get(), nullptr, hash_of_scheme(scheme), nullptr, opened.get()) != 1)
    return say(err, HERALD_INVALID, "expected a key of that scheme, found another kind");
  const auto input = text(data);
  std::string made(static_cast<std::size_t>(EVP_PKEY_size(opened.get())), '\0');
  std::size_t size = made.size();
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(made.data()), &size, octets(input),
                     input.size()) != 1)
    return say(err, HERALD_FAILED, "cannot sign with that key");
  return put(out, std::string_view{made}.substr(0, size));
}

inline herald_status x509_public_key(const herald_str* certificate, const herald_sink* out,
                                     const herald_sink* err) {
  const auto from = text(certificate);
  const bool pem = from.find("-----BEGIN") != std::string_view::npos;
  const std::unique_ptr<X509, Release<X509_free>> read{
      pem ? PEM_read_bio_X509(reader(from).get(), nullptr, nullptr, nullptr)
          : d2i_X509_bio(reader(from).get(), nullptr)};
  if (!read) return say(err, HERALD_INVALID, "expected a certificate, found another text");
  const Bio made{BIO_new(BIO_s_mem())};
  PEM_write_bio_PUBKEY(made.get(), X509_get0_pubkey(read.get()));
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(made.get(), &bytes);
  return put(out, {bytes, static_cast<std::size_t>(size)});
}

inline std::int32_t equal(const herald_str* a, const herald_str* b) {
  const auto left = text(a), right = text(b);
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0 ? 1 : 0;
}

inline std::string base64(std::string_view data) {
  std::string made(4 * ((data.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(made.data()), octets(data),
                                   static_cast<int>(data.size()));
  made.resize(static_cast<std::size_t>(size));
  return made;
}

inline herald_status base64_encode(std::int32_t alphabet, const herald_str* data, const herald_sink* out,
                                   const herald_sink* err) {
  std::string made = base64(text(data));
  if (alphabet == HERALD_BASE64_URL) {
    while (made.ends_with('=')) made.pop_back();
    std::replace(made.begin(), made.end(), '+', '-');
    std::replace(made.begin(), made.end(), '/', '_');
  } else if (alphabet != HERALD_BASE64_STD) {
    return say(err, HERALD_UNSUPPORTED, "unknown alphabet");
  }
  return put(out, made);
}

inline herald_status base64_decode(std::int32_t alphabet, const herald_str* data, const herald_sink* out,
                                   const herald_sink* err) {
  std::string from{text(data)};
  if (alphabet == HERALD_BASE64_URL) {
    if (from.find_first_of("+/") != std::string::npos) return say(err, HERALD_INVALID, "expected base64url");
    std::replace(from.begin(), from.end(), '-', '+');
    std::replace(from.begin(), from.end(), '_', '/');
    while (from.size() % 4 != 0) from += '=';
  } else if (alphabet != HERALD_BASE64_STD) {
    return say(err, HERALD_UNSUPPORTED, "unknown alphabet");
  }
  std::string made(from.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(made.data()), octets(from),
                                   static_cast<int>(from.size()));
  const auto padding = static_cast<int>(std::count(from.begin(), from.end(), '='));
  if (from.size() % 4 != 0 || size < 0 || padding > 2 ||
      from.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") !=
          std::string::npos)
    return say(err, HERALD_INVALID, "expected base64, found another text");
  return put(out, std::string_view{made}.substr(0, static_cast<std::size_t>(size - padding)));
}

inline herald_status nonce(herald_call* call, std::uint32_t count, const herald_sink* out,
                           const herald_sink* err) {
  if (call == nullptr) return say(err, HERALD_INVALID, "expected the call that is running, found none");
  if (count < 1 || count > 1024) return say(err, HERALD_INVALID, "expected 1 to 1024 bytes");
  std::string made;
  auto* context = reinterpret_cast<CallContext*>(call);
  for (std::uint32_t i = 0; i < count; ++i) made += static_cast<char>(context->next++);
  return put(out, made);
}

}  // namespace detail

/// The table of herald.crypto/1. Static. [any thread]
inline const herald_crypto* crypto_table() {
  static constexpr herald_crypto kTable{sizeof(herald_crypto),
                                        0,
                                        &detail::digest,
                                        &detail::hmac,
                                        &detail::verify,
                                        &detail::sign,
                                        &detail::x509_public_key,
                                        &detail::equal,
                                        &detail::base64_encode,
                                        &detail::base64_decode,
                                        &detail::nonce};
  return &kTable;
}

}  // namespace herald::sdk::testing
