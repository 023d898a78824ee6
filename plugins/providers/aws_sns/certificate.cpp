#include "plugins/providers/aws_sns/certificate.hpp"

#include <algorithm>

#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/utc_time.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr std::size_t kMostPemBytes = 64 * 1024;

enum class Tag : std::uint8_t {
  Integer = 0x02,
  BitString = 0x03,
  UtcTime = 0x17,
  GeneralizedTime = 0x18,
  Sequence = 0x30,
  Version = 0xA0,
};

std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

/// The length at the front of `rest`, taken off; nothing for a form that DER forbids, or above 16 MiB.
std::optional<std::size_t> take_length(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const std::uint8_t first = octet(rest.front());
  rest.remove_prefix(1);
  if (first < 0x80) return first;
  const std::size_t count = first & 0x7FU;
  if (count < 1 || count > 3 || rest.size() < count) return std::nullopt;
  std::size_t length = 0;
  for (const char c : rest.substr(0, count)) length = length << 8U | octet(c);
  rest.remove_prefix(count);
  const std::size_t least = count == 1 ? 0x80 : std::size_t{1} << 8U * (count - 1);
  return length < least ? std::nullopt : std::optional{length};
}

/// The contents of the element at the front of `rest`, taken off, when it has that tag.
std::optional<std::string_view> take_der(std::string_view& rest, Tag tag) {
  std::string_view after = rest;
  if (after.empty() || octet(after.front()) != static_cast<std::uint8_t>(tag)) return std::nullopt;
  after.remove_prefix(1);
  const auto length = take_length(after);
  if (!length || *length > after.size()) return std::nullopt;
  const std::string_view contents = after.substr(0, *length);
  rest = after.substr(*length);
  return contents;
}

bool passes(std::string_view& rest, Tag tag) { return take_der(rest, tag).has_value(); }

/// `YYYYMMDDHHMMSSZ`, or in UTCTime with two digits for the years 1950 to 2049.
std::optional<std::int64_t> take_time(std::string_view& rest) {
  std::string text;
  if (const auto brief = take_der(rest, Tag::UtcTime))
    text = std::string(brief->substr(0, 1) < "5" ? "20" : "19").append(*brief);
  else if (const auto full = take_der(rest, Tag::GeneralizedTime))
    text = *full;
  if (text.size() != 15 || text.back() != 'Z' || !all_digits(text.substr(0, 14))) return std::nullopt;
  const auto part = [&](std::size_t at) { return text.substr(at, 2); };
  return utc_ms(text.substr(0, 4) + "-" + part(4) + "-" + part(6) + "T" + part(8) + ":" + part(10) + ":" +
                part(12) + "Z");
}

/// The signed part of a certificate.
std::optional<std::string_view> signed_part(std::string_view der) {
  auto certificate = take_der(der, Tag::Sequence);
  if (!certificate || !der.empty()) return std::nullopt;
  const auto contents = take_der(*certificate, Tag::Sequence);
  const bool whole = contents && passes(*certificate, Tag::Sequence) && passes(*certificate, Tag::BitString);
  return whole && certificate->empty() ? contents : std::nullopt;
}

}  // namespace

std::optional<Validity> validity_of(std::string_view der) {
  auto rest = signed_part(der);
  if (!rest) return std::nullopt;
  static_cast<void>(passes(*rest, Tag::Version));  // absent in certificates of version 1
  // Serial number, algorithm, issuer.
  if (!passes(*rest, Tag::Integer) || !passes(*rest, Tag::Sequence) || !passes(*rest, Tag::Sequence))
    return std::nullopt;
  auto validity = take_der(*rest, Tag::Sequence);
  if (!validity) return std::nullopt;
  const auto from = take_time(*validity);
  const auto until = take_time(*validity);
  if (!from || !until || !validity->empty()) return std::nullopt;
  return Validity{*from, *until};
}

std::optional<std::string> certificate_base64(std::string_view pem) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";
  constexpr std::string_view kEnd = "-----END CERTIFICATE-----";
  const std::size_t begin = pem.find(kBegin);
  const std::size_t end = pem.find(kEnd);
  if (pem.size() > kMostPemBytes || end == std::string_view::npos || begin > end) return std::nullopt;
  const std::size_t from = begin + kBegin.size();
  std::string out(pem.substr(from, end - from));
  std::erase_if(out, [](char c) { return c == '\n' || c == '\r'; });
  return out.empty() ? std::nullopt : std::optional{std::move(out)};
}

}  // namespace herald::aws_sns
