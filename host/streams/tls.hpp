#pragma once
#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::streams {

/// What all TLS connections of a loop share: TLS 1.2 or newer, certificates verified against the authorities.
/// [value, moves; one thread]
class TlsContext final {
 public:
  /// `ca_file` in PEM; empty: the system's authorities. Errors: Invalid/"bad_ca_file".
  static Result<TlsContext> make(const std::string& ca_file);
  [[nodiscard]] SSL_CTX* get() const { return context_.get(); }

 private:
  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  TlsContext() = default;
  std::unique_ptr<SSL_CTX, Free> context_{};
};

/// One client's end of a TLS connection as a filter: it owns no socket. What the peer sent goes into put();
/// what is to be sent comes out of take(), after every call. The peer must prove that it is `host` (RFC 6125;
/// an address is matched as such). [one thread]
class Tls final {
 public:
  enum class Step : std::uint8_t { More, Done, Failed };

  Tls(const TlsContext& context, const std::string& host);
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  void put(std::string_view ciphertext);
  [[nodiscard]] std::string take();
  Step handshake();
  /// Decrypts what there is, appended to `into`: Done when the peer has ended TLS, Failed on a broken record.
  Step read(std::string& into);
  /// False when TLS refuses.
  bool write(std::string_view plaintext);
  void close();
  /// Why a step failed, for people; empty before.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// "TLSv1.3".
  [[nodiscard]] std::string version() const;

 private:
  struct Free {
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  Step judge(int result);

  std::unique_ptr<SSL, Free> ssl_;
  BIO* in_{nullptr};  // both owned by ssl_
  BIO* out_{nullptr};
  std::string problem_;
};

}  // namespace herald::streams
