#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::aws_sns {

/// When a certificate counts, both ends included; milliseconds since 1970. [value]
struct Validity {
  std::int64_t not_before_ms{};
  std::int64_t not_after_ms{};
  bool operator==(const Validity&) const = default;
};

/// The validity of an X.509 certificate in DER; nothing for bytes that are none. Reads no further than to
/// the validity's end, and takes only what DER allows: definite, shortest lengths, nothing behind. [any
/// thread] Source: RFC 5280 §4.1, ITU-T X.690 §10.
std::optional<Validity> validity_of(std::string_view der);

/// The base64 of the first certificate in a PEM text, without line ends; nothing where there is none. [any
/// thread] Source: RFC 7468 §5.
std::optional<std::string> certificate_base64(std::string_view pem);

}  // namespace herald::aws_sns
