#include "tests/support/sendgrid_wire.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/twilio_wire.hpp"

namespace herald::test {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { ::EVP_PKEY_free(key); }
};
struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { ::EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

const unsigned char* octets(const std::string& text) {
  const void* raw = text.data();
  return static_cast<const unsigned char*>(raw);
}

std::string from_base64(const std::string& text) {
  std::string out(text.size(), '\0');
  void* to = out.data();
  const int size =
      ::EVP_DecodeBlock(static_cast<unsigned char*>(to), octets(text), static_cast<int>(text.size()));
  if (size < 0) return {};
  out.resize(static_cast<std::size_t>(size));
  for (std::size_t i = text.size(); i > 0 && text[i - 1] == '='; --i) out.pop_back();
  return out;
}

}  // namespace

struct EventKey::Pair {
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key;
};

EventKey::EventKey() : pair_{std::make_unique<Pair>(Pair{{EVP_EC_gen("P-256"), &::EVP_PKEY_free}})} {
  if (!pair_->key) throw std::runtime_error{"no key could be made"};
}

EventKey::~EventKey() = default;

std::string EventKey::public_key() const {
  unsigned char* der = nullptr;
  const int size = ::i2d_PUBKEY(pair_->key.get(), &der);
  if (size <= 0) throw std::runtime_error{"the key could not be written"};
  const std::string bytes{der, der + size};
  OPENSSL_free(der);
  return base64(bytes);
}

std::string EventKey::sign(const std::string& timestamp, const std::string& body) const {
  const std::string data = timestamp + body;
  const DigestContext context{::EVP_MD_CTX_new()};
  std::size_t size = 0;
  if (::EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, pair_->key.get()) != 1 ||
      ::EVP_DigestSign(context.get(), nullptr, &size, octets(data), data.size()) != 1)
    throw std::runtime_error{"signing failed"};
  std::string out(size, '\0');
  void* to = out.data();
  if (::EVP_DigestSign(context.get(), static_cast<unsigned char*>(to), &size, octets(data), data.size()) != 1)
    throw std::runtime_error{"signing failed"};
  out.resize(size);
  return base64(out);
}

bool verifies(const std::string& public_key, const std::string& signature, const std::string& data) {
  const std::string der = from_base64(public_key);
  const std::string bytes = from_base64(signature);
  const unsigned char* at = octets(der);
  const Key key{::d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))};
  const DigestContext context{::EVP_MD_CTX_new()};
  return key && ::EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         ::EVP_DigestVerify(context.get(), octets(bytes), bytes.size(), octets(data), data.size()) == 1;
}

std::string sendgrid_error_json(const SendGridError& error, const std::string& message) {
  using nlohmann::ordered_json;
  const ordered_json field = error.field.empty() ? ordered_json() : ordered_json(error.field);
  const ordered_json one{{"message", message}, {"field", field}, {"help", nullptr}};
  return ordered_json{{"errors", ordered_json::array({one})}}.dump();
}

std::string event_batch(const std::vector<std::string>& events) {
  std::string out = "[";
  for (const std::string& event : events) out += (out.size() == 1 ? "" : ",\r\n") + event;
  return out + "]\r\n";
}

}  // namespace herald::test
