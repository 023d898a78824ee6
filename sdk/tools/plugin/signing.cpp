#include "sdk/tools/plugin/signing.hpp"

#include <herald/testing/crypto.hpp>
#include <herald/text.hpp>

#include <nlohmann/json.hpp>
#include <sstream>

#include "sdk/tools/plugin/command_line.hpp"
#include "sdk/tools/plugin/elf_file.hpp"

namespace herald::kit {
namespace {

namespace crypto = sdk::testing::detail;

std::string text_of(const crypto::Bio& bio) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

std::string digest_hex(std::string_view bytes) {
  std::string sum(32, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(sum.data()), nullptr, EVP_sha256(),
             nullptr);
  return sdk::to_hex(sum);
}

std::string signed_text(std::string_view file) {
  const ElfFacts facts = read_elf(file);
  const auto manifest = facts.notes.size() == 1
                            ? nlohmann::json::parse(facts.notes.front().manifest, nullptr, false)
                            : nlohmann::json{};
  if (!manifest.is_object() || !manifest.value("id", nlohmann::json{}).is_string() ||
      !manifest.value("version", nlohmann::json{}).is_string())
    throw UsageError{
        "expected a plugin with one note that names id and version, found none; see herald-plugin inspect"};
  return "herald-plugin-signature-1\n" + digest_hex(file) + "\n" + manifest.value("id", "") + "\n" +
         manifest.value("version", "") + "\n";
}

std::string ed25519(std::string_view key, std::string_view text) {
  const crypto::Key opened = crypto::private_key(key);
  if (!opened || EVP_PKEY_get_id(opened.get()) != EVP_PKEY_ED25519)
    throw UsageError{
        "--key: expected an Ed25519 private key as PEM, found another text; herald-plugin sign --new-key "
        "makes one"};
  const crypto::Context context{EVP_MD_CTX_new()};
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, opened.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     crypto::octets(text), text.size()) != 1)
    throw UsageError{"--key: the key does not sign"};
  return signature;
}

KeyPair new_key_pair() {
  const crypto::Key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  const crypto::Bio secret{BIO_new(BIO_s_mem())}, open{BIO_new(BIO_s_mem())};
  if (!key || PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1 ||
      PEM_write_bio_PUBKEY(open.get(), key.get()) != 1)
    throw UsageError{"cannot make a key"};
  return {text_of(secret), text_of(open)};
}

std::string with_signature(const std::string& lines, const std::string& signer,
                           const std::string& signature) {
  const std::string head = "herald-signature-1 " + signer + " ";
  std::istringstream from{lines};
  std::string out;
  for (std::string line; std::getline(from, line);)
    if (!line.starts_with(head) && !line.empty()) out += line + "\n";
  return out + head + crypto::base64(signature) + "\n";
}

}  // namespace herald::kit
