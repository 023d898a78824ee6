// herald.crypto/1 as plugins see it: C functions that never throw.
#include <exception>

#include "host/plugins/crypto.hpp"
#include "host/plugins/host_side.hpp"

namespace herald::plugins {
namespace {

constexpr std::uint32_t kLongestNonce = 1024;

herald_status refuse(const herald_sink* err, herald_status status, std::string_view reason) {
  if (err != nullptr) err->write(err->ctx, reason.data(), reason.size());
  return status;
}

herald_status refuse(const herald_sink* err, const Error& error) {
  if (error.reason == "unknown_algorithm") return refuse(err, HERALD_UNSUPPORTED, error.detail);
  return refuse(err, error.code == Errc::Invalid ? HERALD_INVALID : HERALD_FAILED, error.detail);
}

/// Runs `make` and writes its text to `out`.
template <class F>
herald_status answer(const herald_sink* out, const herald_sink* err, F&& make) noexcept {
  try {
    const Result<std::string> made = make();
    if (!made) return refuse(err, made.error());
    if (out->write(out->ctx, made->data(), made->size()) != 0)
      return refuse(err, HERALD_SINK_FULL, "the sink takes no more");
    return HERALD_OK;
  } catch (const std::exception&) {
    return refuse(err, HERALD_NO_MEMORY, "the host is out of memory");
  }
}

herald_status digest(std::int32_t hash, const herald_str* data, const herald_sink* out,
                     const herald_sink* err) {
  return answer(out, err, [&] { return crypto::digest(hash, view(data)); });
}

herald_status hmac(std::int32_t hash, const herald_str* key, const herald_str* data, const herald_sink* out,
                   const herald_sink* err) {
  return answer(out, err, [&] { return crypto::hmac(hash, view(key), view(data)); });
}

herald_status verify(std::int32_t scheme, const herald_str* public_key, const herald_str* signature,
                     const herald_str* data, const herald_sink* err) {
  try {
    const auto genuine = crypto::verify(scheme, view(public_key), view(signature), view(data));
    if (!genuine) return refuse(err, genuine.error());
    return *genuine ? HERALD_OK : refuse(err, HERALD_MISMATCH, "the signature is not genuine");
  } catch (const std::exception&) {
    return refuse(err, HERALD_NO_MEMORY, "the host is out of memory");
  }
}

herald_status sign(std::int32_t scheme, const herald_str* private_key, const herald_str* data,
                   const herald_sink* out, const herald_sink* err) {
  return answer(out, err, [&] { return crypto::sign(scheme, view(private_key), view(data)); });
}

herald_status x509_public_key(const herald_str* certificate, const herald_sink* out, const herald_sink* err) {
  return answer(out, err, [&] { return crypto::x509_public_key(view(certificate)); });
}

std::int32_t equal(const herald_str* a, const herald_str* b) {
  return crypto::equal(view(a), view(b)) ? 1 : 0;
}

herald_status base64_encode(std::int32_t alphabet, const herald_str* data, const herald_sink* out,
                            const herald_sink* err) {
  return answer(out, err, [&] { return crypto::base64_encode(alphabet, view(data)); });
}

herald_status base64_decode(std::int32_t alphabet, const herald_str* text, const herald_sink* out,
                            const herald_sink* err) {
  return answer(out, err, [&] { return crypto::base64_decode(alphabet, view(text)); });
}

herald_status nonce(herald_call* call, std::uint32_t count, const herald_sink* out, const herald_sink* err) {
  return answer(out, err, [&]() -> Result<std::string> {
    if (call == nullptr || count == 0 || count > kLongestNonce)
      return Error{Errc::Invalid, "bad_argument", "expected a call and 1 to 1024 bytes"};
    return call->random.bytes(count);
  });
}

}  // namespace

const herald_crypto* crypto_table() {
  static constexpr herald_crypto kTable{
      sizeof(herald_crypto), 0,      &digest,        &hmac,          &verify, &sign,
      &x509_public_key,      &equal, &base64_encode, &base64_decode, &nonce};
  return &kTable;
}

}  // namespace herald::plugins
