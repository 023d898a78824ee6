#include "host/plugins/signature_file.hpp"

#include <sodium.h>

#include <algorithm>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

constexpr std::string_view kSignatureMark = "herald-signature-1";
constexpr std::size_t kLongestSigner = 128;

Error malformed_line(std::size_t number, std::string_view found) {
  return refusal("malformed_signature",
                 "line " + std::to_string(number) + ": herald-signature-1 <signer> <base64 of 64 bytes>",
                 '"' + printable(found.substr(0, 80)) + '"');
}

/// The text up to the next blank, which is taken off `rest` with the blank.
std::string_view next_word(std::string_view& rest) {
  const std::size_t blank = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, blank);
  rest.remove_prefix(std::min(blank + 1, rest.size()));
  return word;
}

bool decode(std::string_view base64, std::array<unsigned char, 64>& out) {
  std::size_t length = 0;
  const char* end = nullptr;
  return sodium_base642bin(out.data(), out.size(), base64.data(), base64.size(), nullptr, &length, &end,
                           sodium_base64_VARIANT_ORIGINAL) == 0 &&
         length == out.size() && end == base64.data() + base64.size();
}

}  // namespace

Result<std::vector<FileSignature>> read_signatures(std::string_view text) {
  if (text.size() > kLargestSignatureFile)
    return refusal("malformed_signature", "at most 16384 bytes", std::to_string(text.size()));
  std::vector<FileSignature> signatures;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::string_view rest = line;
    const std::string_view mark = next_word(rest);
    FileSignature signature;
    signature.signer = next_word(rest);
    const bool named = !signature.signer.empty() && signature.signer.size() <= kLongestSigner &&
                       printable(signature.signer) == signature.signer;
    if (mark != kSignatureMark || !named || !decode(rest, signature.bytes))
      return malformed_line(number, line);
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

std::string signed_text(std::string_view digest, std::string_view id, std::string_view version) {
  std::string text{"herald-plugin-signature-1\n"};
  for (const std::string_view part : {digest, id, version}) text.append(part).append("\n");
  return text;
}

bool is_signed(const FileSignature& signature, const std::array<unsigned char, 32>& key,
               std::string_view text) {
  return crypto_sign_verify_detached(signature.bytes.data(),
                                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                                     key.data()) == 0;
}

}  // namespace herald::plugins
