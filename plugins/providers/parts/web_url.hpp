#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace herald::provider {

/// Scheme, host and port of an absolute URL; empty for any other text. [any thread]
std::string_view origin_of(std::string_view url);

/// True for an URL, out of an answer or an event, that a plugin may follow: https to one of these hosts (in
/// lower case, `*.example.com` for any depth below) without a port, or to where `api_url` is. At most 4000
/// printable ASCII characters, with a path. [any thread]
bool is_url_of(std::string_view url, std::initializer_list<std::string_view> hosts, std::string_view api_url);

}  // namespace herald::provider
