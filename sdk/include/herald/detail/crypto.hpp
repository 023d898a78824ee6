#pragma once
#include <herald/abi.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace herald::sdk {

/// Why a call failed, in words for an operator and without secrets. Anything that derives from std::exception
/// may be thrown out of a provider's methods; this one also picks the status.
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& reason, herald_status status = HERALD_FAILED)
      : std::runtime_error{reason}, status_{status} {}
  [[nodiscard]] herald_status status() const { return status_; }

 private:
  herald_status status_;
};

enum class Hash : std::int32_t {
  Md5 = HERALD_HASH_MD5,
  Sha1 = HERALD_HASH_SHA1,
  Sha256 = HERALD_HASH_SHA256,
  Sha512 = HERALD_HASH_SHA512,
};

enum class Scheme : std::int32_t {
  RsaSha1 = HERALD_SIGN_RSA_PKCS1_SHA1,
  RsaSha256 = HERALD_SIGN_RSA_PKCS1_SHA256,
  EcdsaP256Sha256 = HERALD_SIGN_ECDSA_P256_SHA256,
  Ed25519 = HERALD_SIGN_ED25519,
};

namespace detail {

inline herald_str borrow(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(const herald_str& text) {
  return {text.data == nullptr ? "" : text.data, static_cast<std::size_t>(text.len)};
}

/// A sink that appends to a string; refuses when memory is short.
inline std::int32_t append(void* ctx, const char* data, std::uint64_t len) noexcept {
  try {
    static_cast<std::string*>(ctx)->append(data, static_cast<std::size_t>(len));
    return 0;
  } catch (const std::exception&) {
    return 1;  // the exception must not cross into the host
  }
}
inline herald_sink into(std::string& text) { return {sizeof(herald_sink), 0, &text, &append}; }

}  // namespace detail

/// The host's herald.crypto/1 for one call. Outputs are raw bytes unless said otherwise. [one thread, the
/// call] Throws Failure for an unreadable key, certificate or text.
class Crypto {
 public:
  Crypto(const herald_crypto* table, herald_call* call) : table_{table}, call_{call} {}

  [[nodiscard]] std::string digest(Hash hash, std::string_view data) const {
    const auto in = detail::borrow(data);
    return output([&](auto* out, auto* err) { return table_->digest(number(hash), &in, out, err); });
  }
  [[nodiscard]] std::string hmac(Hash hash, std::string_view key, std::string_view data) const {
    const auto secret = detail::borrow(key);
    const auto in = detail::borrow(data);
    return output([&](auto* out, auto* err) { return table_->hmac(number(hash), &secret, &in, out, err); });
  }
  /// True when the signature is genuine. A key that cannot be read throws; it is not a forged signature.
  [[nodiscard]] bool verify(Scheme scheme, std::string_view public_key, std::string_view signature,
                            std::string_view data) const {
    const auto key = detail::borrow(public_key);
    const auto given = detail::borrow(signature);
    const auto in = detail::borrow(data);
    std::string reason;
    const auto err = detail::into(reason);
    const herald_status status = table_->verify(number(scheme), &key, &given, &in, &err);
    if (status != HERALD_OK && status != HERALD_MISMATCH) throw failure(reason, status);
    return status == HERALD_OK;
  }
  [[nodiscard]] std::string sign(Scheme scheme, std::string_view private_key, std::string_view data) const {
    const auto key = detail::borrow(private_key);
    const auto in = detail::borrow(data);
    return output([&](auto* out, auto* err) { return table_->sign(number(scheme), &key, &in, out, err); });
  }
  /// The public key of a certificate, as PEM.
  [[nodiscard]] std::string x509_public_key(std::string_view certificate) const {
    const auto in = detail::borrow(certificate);
    return output([&](auto* out, auto* err) { return table_->x509_public_key(&in, out, err); });
  }
  /// Compares secrets in a time that depends on the lengths only.
  [[nodiscard]] bool equal(std::string_view a, std::string_view b) const {
    const auto left = detail::borrow(a);
    const auto right = detail::borrow(b);
    return table_->equal(&left, &right) == 1;
  }
  [[nodiscard]] std::string base64(std::string_view data) const { return encode(HERALD_BASE64_STD, data); }
  [[nodiscard]] std::string base64url(std::string_view data) const { return encode(HERALD_BASE64_URL, data); }
  [[nodiscard]] std::string base64_decode(std::string_view text) const {
    return decode(HERALD_BASE64_STD, text);
  }
  [[nodiscard]] std::string base64url_decode(std::string_view text) const {
    return decode(HERALD_BASE64_URL, text);
  }
  /// 1–1024 unpredictable bytes.
  [[nodiscard]] std::string nonce(std::uint32_t count) const {
    return output([&](auto* out, auto* err) { return table_->nonce(call_, count, out, err); });
  }

 private:
  template <class E>
  static std::int32_t number(E value) {
    return static_cast<std::int32_t>(value);
  }
  static Failure failure(const std::string& reason, herald_status status) {
    return Failure{reason.empty() ? "herald.crypto/1 failed" : reason, status};
  }
  template <class F>
  static std::string output(F&& call) {
    std::string result;
    std::string reason;
    const auto out = detail::into(result);
    const auto err = detail::into(reason);
    const herald_status status = call(&out, &err);
    if (status != HERALD_OK) throw failure(reason, status);
    return result;
  }
  [[nodiscard]] std::string encode(std::int32_t alphabet, std::string_view data) const {
    const auto in = detail::borrow(data);
    return output([&](auto* out, auto* err) { return table_->base64_encode(alphabet, &in, out, err); });
  }
  [[nodiscard]] std::string decode(std::int32_t alphabet, std::string_view text) const {
    const auto in = detail::borrow(text);
    return output([&](auto* out, auto* err) { return table_->base64_decode(alphabet, &in, out, err); });
  }
  const herald_crypto* table_;
  herald_call* call_;
};

}  // namespace herald::sdk
