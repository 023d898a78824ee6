#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// A mail, or a part of one: both point into the text that was read. [value]
struct MailPart {
  std::string_view head{};  ///< raw header fields
  std::string_view body{};
  bool operator==(const MailPart&) const = default;
};

/// Takes a text apart at its first empty line; lines may end in LF alone. [any thread] Source: RFC 5322 §2.1.
MailPart split_mail(std::string_view text);

/// The type in lower case without parameters; text/plain where the part names none. [any thread]
std::string type_of(const MailPart& part);

/// The parts of a multipart, at most 100; what follows the last boundary, or is cut off, is a part too when
/// it has begun. Empty when it is no multipart or names no boundary. [any thread] Source: RFC 2046 §5.1.
std::vector<MailPart> parts_of(const MailPart& multipart);

}  // namespace herald::provider
