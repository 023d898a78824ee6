#include "tests/support/mailgun_wire.hpp"
#include "tests/support/whole_match.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>

namespace herald::test {
namespace {

/// Reads the head of one part; false when a line of it is not one of the two that the documents show.
bool read_part_head(const std::string& head, MailField& part) {
  static const std::regex kDisposition{
      "Content-Disposition: form-data; name=\"([^\"\r\n]+)\"(; filename=\"([^\"\r\n]*)\")?"};
  static const std::regex kType{"Content-Type: ([!-~]+/[ -~]+)"};
  bool named = false;
  std::size_t at = 0;
  while (at < head.size()) {
    const std::size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string line = head.substr(at, end - at);
    at = end + 2;
    std::smatch found;
    if (whole_match(line, found, kDisposition)) {
      if (named || (found[2].matched && found[3].length() == 0)) return false;
      named = true;
      part.name = found[1];
      part.filename = found[3];
    } else if (whole_match(line, found, kType)) {
      if (!part.type.empty()) return false;
      part.type = found[1];
    } else {
      return false;
    }
  }
  return named;
}

}  // namespace

std::optional<MailFields> read_mail_parts(const std::string& body, const std::string& boundary) {
  static const std::regex kBoundary{"[A-Za-z0-9'()+_,./:=?-]{1,70}"};
  if (!whole_match(boundary, kBoundary)) return std::nullopt;
  const std::string open = "--" + boundary + "\r\n";
  const std::string close = "\r\n--" + boundary;
  if (!body.starts_with(open)) return std::nullopt;
  MailFields out;
  std::size_t at = open.size();
  while (true) {
    const std::size_t blank = body.find("\r\n\r\n", at);
    const std::size_t end = blank == std::string::npos ? blank : body.find(close, blank + 2);
    if (end == std::string::npos) return std::nullopt;
    MailField part;
    if (!read_part_head(body.substr(at, blank - at), part)) return std::nullopt;
    const std::size_t from = blank + 4;
    part.value = end < from ? std::string{} : body.substr(from, end - from);
    out.push_back(std::move(part));
    at = end + close.size();
    if (body.compare(at, std::string::npos, "--\r\n") == 0) return out;
    if (body.compare(at, 2, "\r\n") != 0) return std::nullopt;
    at += 2;
  }
}

std::string write_mail_parts(const MailFields& fields, const std::string& boundary) {
  std::string out;
  for (const MailField& one : fields) {
    out += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + one.name + "\"";
    if (!one.filename.empty()) out += "; filename=\"" + one.filename + "\"";
    if (!one.type.empty()) out += "\r\nContent-Type: " + one.type;
    out += "\r\n\r\n" + one.value + "\r\n";
  }
  return out + "--" + boundary + "--\r\n";
}

std::string mail_field(const MailFields& fields, std::string_view name) {
  const auto found = std::ranges::find(fields, name, &MailField::name);
  return found == fields.end() ? std::string{} : found->value;
}

std::string mailgun_signature(const std::string& key, const std::string& timestamp,
                              const std::string& token) {
  const std::string data = timestamp + token;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const void* text = data.data();
  ::HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), static_cast<const unsigned char*>(text),
         data.size(), digest.data(), &size);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += kDigits[digest[i] >> 4U];
    out += kDigits[digest[i] & 15U];
  }
  return out;
}

}  // namespace herald::test
