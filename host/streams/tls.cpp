#include "host/streams/tls.hpp"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <array>

#include "host/base/check.hpp"

namespace herald::streams {
namespace {

constexpr int kPiece = 16 * 1024;

std::string library_problem() {
  const unsigned long code = ERR_get_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "the handshake was cut off" : reason;
}

/// Names what the peer must prove to be; an address is not sent as a server name (RFC 6066 §3).
void expect_peer(SSL* ssl, const std::string& host) {
  X509_VERIFY_PARAM* const rules = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1) return;
  ERR_clear_error();
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  HERALD_CHECK(X509_VERIFY_PARAM_set1_host(rules, host.c_str(), host.size()) == 1);
  HERALD_CHECK(
      SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, std::string{host}.data()) == 1);
}

}  // namespace

Result<TlsContext> TlsContext::make(const std::string& ca_file) {
  TlsContext made;
  made.context_.reset(SSL_CTX_new(TLS_client_method()));
  HERALD_CHECK(made.context_ != nullptr);
  HERALD_CHECK(SSL_CTX_set_min_proto_version(made.get(), TLS1_2_VERSION) == 1);
  SSL_CTX_set_verify(made.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_options(made.get(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  const int loaded = ca_file.empty() ? SSL_CTX_set_default_verify_paths(made.get())
                                     : SSL_CTX_load_verify_file(made.get(), ca_file.c_str());
  if (loaded == 1) return made;
  return Error{.code = Errc::Invalid,
               .reason = "bad_ca_file",
               .detail = "expected certificates in PEM in " + ca_file + ", found: " + library_problem()};
}

Tls::Tls(const TlsContext& context, const std::string& host)
    : ssl_{SSL_new(context.get())}, in_{BIO_new(BIO_s_mem())}, out_{BIO_new(BIO_s_mem())} {
  HERALD_CHECK(ssl_ != nullptr && in_ != nullptr && out_ != nullptr);
  SSL_set_bio(ssl_.get(), in_, out_);
  SSL_set_connect_state(ssl_.get());
  expect_peer(ssl_.get(), host);
}

void Tls::put(std::string_view ciphertext) {
  if (!ciphertext.empty())
    HERALD_CHECK(BIO_write(in_, ciphertext.data(), static_cast<int>(ciphertext.size())) ==
                 static_cast<int>(ciphertext.size()));
}

std::string Tls::take() {
  std::string out(BIO_ctrl_pending(out_), '\0');
  if (!out.empty())
    HERALD_CHECK(BIO_read(out_, out.data(), static_cast<int>(out.size())) == static_cast<int>(out.size()));
  return out;
}

Tls::Step Tls::judge(int result) {
  const int kind = SSL_get_error(ssl_.get(), result);
  if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) return Step::More;
  if (kind == SSL_ERROR_ZERO_RETURN) return Step::Done;
  const long verified = SSL_get_verify_result(ssl_.get());
  problem_ = verified == X509_V_OK ? library_problem() : X509_verify_cert_error_string(verified);
  ERR_clear_error();
  return Step::Failed;
}

Tls::Step Tls::handshake() {
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  return result == 1 ? Step::Done : judge(result) == Step::More ? Step::More : Step::Failed;
}

Tls::Step Tls::read(std::string& into) {
  std::array<char, kPiece> piece{};
  for (;;) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), piece.data(), kPiece);
    if (count <= 0) return judge(count);
    into.append(piece.data(), static_cast<std::size_t>(count));
  }
}

bool Tls::write(std::string_view plaintext) {
  ERR_clear_error();
  const int result = SSL_write(ssl_.get(), plaintext.data(), static_cast<int>(plaintext.size()));
  if (result == static_cast<int>(plaintext.size())) return true;
  problem_ = library_problem();
  return false;
}

void Tls::close() {
  ERR_clear_error();
  static_cast<void>(SSL_shutdown(ssl_.get()));
  ERR_clear_error();
}

std::string Tls::version() const { return SSL_get_version(ssl_.get()); }

}  // namespace herald::streams
