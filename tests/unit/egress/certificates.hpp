#pragma once
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace herald::egress::test {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};

/// What a server shows, or what an authority signs with.
struct Identity {
  std::unique_ptr<EVP_PKEY, FreeKey> key;
  std::unique_ptr<X509, FreeCertificate> certificate;

  /// The certificate in PEM form.
  [[nodiscard]] std::string pem() const;
};

/// What a certificate says. Times are seconds from now. [value]
struct Subject {
  std::string name{};
  std::string alternative{};  ///< e.g. "DNS:right.test"; empty: no subjectAltName
  long valid_from{-3600};
  long valid_until{3600};
  bool authority{false};
};

/// Makes a certificate, signed by `issuer`, or by itself when there is none.
Identity make_identity(const Subject& subject, const Identity* issuer = nullptr);

}  // namespace herald::egress::test
