#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace herald::aws_sns {

/// An absolute URL of http or https, taken apart. [value]
struct Url {
  std::string scheme{};  ///< lower case
  std::string host{};    ///< lower case; a name or an IPv4 address
  std::string port{};    ///< empty for the scheme's own
  std::string path{};    ///< begins with a slash
  std::string query{};   ///< without its question mark
  bool operator==(const Url&) const = default;
};

/// Reads a URL of printable ASCII without user, password, fragment and backslash; nothing for any other
/// text. [any thread] Source: RFC 3986.
std::optional<Url> read_url(std::string_view text);

/// `host` or `host:port`, as the header Host has it. [any thread]
std::string authority_of(const Url& url);

/// `scheme://host` or `scheme://host:port`. [any thread]
std::string origin_of(const Url& url);

}  // namespace herald::aws_sns
