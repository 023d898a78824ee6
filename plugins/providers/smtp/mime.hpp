#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "plugins/providers/smtp/outbound.hpp"

namespace herald::smtp {

/// What the way to the server carries.
enum class Transfer : std::uint8_t { SevenBit, EightBit };

/// Where a file stands in an e-mail, as base64 in lines. [value]
struct FilePlace {
  std::size_t at{0};  ///< before this byte of the text
  std::string blob{};
  std::int64_t size{0};  ///< of the file
};

/// A composed e-mail. [value]
struct Mail {
  std::string bytes{};                    ///< header and body, lines end in CRLF, none at the end of all
  Transfer transfer{Transfer::SevenBit};  ///< EightBit: has bytes above ASCII
  std::vector<FilePlace> files{};         ///< among the bytes, in their order
};

/// Composes it (RFC 5322, RFC 2045): text, html, or both as multipart/alternative; with files as the first
/// part of multipart/mixed. The same input gives the same bytes. Bcc is not in it. [any thread]
Mail compose(const Outbound& mail, Transfer transfer);

/// Bytes of the e-mail with its files.
std::int64_t size_of(const Mail& mail);

/// Message-ID, made of the attempt: "<attempt_ref@domain of the sender>".
std::string message_id(const Outbound& mail);

}  // namespace herald::smtp
