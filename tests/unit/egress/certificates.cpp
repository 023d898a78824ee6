#include "tests/unit/egress/certificates.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "host/base/check.hpp"

namespace herald::egress::test {
namespace {

void add_extension(X509& certificate, int kind, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  HERALD_CHECK(extension != nullptr && X509_add_ext(&certificate, extension, -1) == 1);
  X509_EXTENSION_free(extension);
}

void set_name(X509& certificate, const std::string& name) {
  HERALD_CHECK(X509_NAME_add_entry_by_NID(X509_get_subject_name(&certificate), NID_commonName, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                                          0) == 1);
}

}  // namespace

std::string Identity::pem() const {
  const std::unique_ptr<BIO, int (*)(BIO*)> memory{BIO_new(BIO_s_mem()), &BIO_free};
  HERALD_CHECK(PEM_write_bio_X509(memory.get(), certificate.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

Identity make_identity(const Subject& subject, const Identity* issuer) {
  static long serial = 1;
  Identity made;
  made.key.reset(EVP_EC_gen("P-256"));
  made.certificate.reset(X509_new());
  X509& certificate = *made.certificate;
  const Identity& signer = issuer == nullptr ? made : *issuer;
  X509_set_version(&certificate, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(&certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(&certificate), subject.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(&certificate), subject.valid_until);
  set_name(certificate, subject.name);
  HERALD_CHECK(X509_set_issuer_name(&certificate, X509_get_subject_name(signer.certificate.get())) == 1);
  HERALD_CHECK(X509_set_pubkey(&certificate, made.key.get()) == 1);
  add_extension(certificate, NID_basic_constraints, subject.authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!subject.alternative.empty()) add_extension(certificate, NID_subject_alt_name, subject.alternative);
  HERALD_CHECK(X509_sign(&certificate, signer.key.get(), EVP_sha256()) != 0);
  return made;
}

}  // namespace herald::egress::test
