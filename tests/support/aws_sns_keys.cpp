#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

#include "tests/support/aws_sns_wire.hpp"

namespace herald::test {
namespace {

template <auto Free>
struct SnsFree {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using SnsKey = std::unique_ptr<EVP_PKEY, SnsFree<&EVP_PKEY_free>>;
using SnsMemory = std::unique_ptr<BIO, SnsFree<&BIO_free>>;
using SnsContext = std::unique_ptr<EVP_MD_CTX, SnsFree<&EVP_MD_CTX_free>>;
using SnsCertificate = std::unique_ptr<X509, SnsFree<&X509_free>>;

void must_do(bool done) {
  if (!done) throw std::runtime_error{"OpenSSL could not make a key, certificate or signature"};
}

std::string text_of(const SnsMemory& memory) {
  char* at = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &at);
  return {at, static_cast<std::size_t>(size)};
}

std::string make_key() {
  const SnsKey key{EVP_RSA_gen(2048)};
  const SnsMemory memory{BIO_new(BIO_s_mem())};
  must_do(key &&
          PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return text_of(memory);
}

SnsKey read_key(const std::string& pem) {
  const SnsMemory memory{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  SnsKey key{PEM_read_bio_PrivateKey(memory.get(), nullptr, nullptr, nullptr)};
  must_do(key != nullptr);
  return key;
}

}  // namespace

const std::string& aws_sns_key() {
  static const std::string kKey = make_key();
  return kKey;
}

const std::string& aws_sns_strange_key() {
  static const std::string kKey = make_key();
  return kKey;
}

std::string aws_sns_certificate(const std::string& key_pem, std::int64_t from, std::int64_t until) {
  const SnsKey key = read_key(key_pem);
  const SnsCertificate made{X509_new()};
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 0x5eed);
  // As RFC 5280 asks: UTCTime through 2049, GeneralizedTime from 2050 on.
  must_do(ASN1_TIME_set(X509_getm_notBefore(made.get()), from) != nullptr);
  must_do(ASN1_TIME_set(X509_getm_notAfter(made.get()), until) != nullptr);
  const unsigned char name[] = "sns.amazonaws.com";
  must_do(X509_NAME_add_entry_by_NID(X509_get_subject_name(made.get()), NID_commonName, MBSTRING_ASC, name,
                                     -1, -1, 0) == 1);
  must_do(X509_set_issuer_name(made.get(), X509_get_subject_name(made.get())) == 1);
  must_do(X509_set_pubkey(made.get(), key.get()) == 1);
  must_do(X509_sign(made.get(), key.get(), EVP_sha256()) != 0);
  const SnsMemory memory{BIO_new(BIO_s_mem())};
  must_do(PEM_write_bio_X509(memory.get(), made.get()) == 1);
  return text_of(memory);
}

std::string aws_sns_signature(const std::string& text, const std::string& version,
                              const std::string& key_pem) {
  const SnsKey key = read_key(key_pem);
  const SnsContext context{EVP_MD_CTX_new()};
  const EVP_MD* hash = version == "1" ? EVP_sha1() : EVP_sha256();
  const void* raw = text.data();
  const auto* bytes = static_cast<const unsigned char*>(raw);
  std::size_t size = 0;
  must_do(EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, key.get()) == 1 &&
          EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1);
  std::string out(size, '\0');
  void* to = out.data();
  must_do(EVP_DigestSign(context.get(), static_cast<unsigned char*>(to), &size, bytes, text.size()) == 1);
  return base64(out.substr(0, size));
}

}  // namespace herald::test
