#include "plugins/providers/aws_sns/url.hpp"

#include <algorithm>
#include <herald/text.hpp>

#include "plugins/providers/parts/text.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr std::int64_t kHighestPort = 65'535;

bool of_url(char c) { return c >= '!' && c <= '~' && c != '#' && c != '\\'; }

bool of_host(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         std::all_of(host.begin(), host.end(), of_host);
}

/// Decimal, without zeros in front; nothing for what is no port.
std::optional<std::string> port_of(std::string_view digits) {
  const auto number = sdk::whole_number(digits);
  if (!number || *number < 1 || *number > kHighestPort) return std::nullopt;
  return std::to_string(*number);
}

bool is_own_port(std::string_view scheme, std::string_view port) {
  return port == (scheme == "https" ? "443" : "80");
}

}  // namespace

std::optional<Url> read_url(std::string_view text) {
  const std::size_t mark = text.find("://");
  if (mark == std::string_view::npos || !std::all_of(text.begin(), text.end(), of_url)) return std::nullopt;
  Url url{.scheme = lower(text.substr(0, mark))};
  if (url.scheme != "https" && url.scheme != "http") return std::nullopt;
  const std::string_view rest = text.substr(mark + 3);
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  const std::string_view authority = rest.substr(0, end);
  const std::size_t colon = std::min(authority.find(':'), authority.size());
  url.host = lower(authority.substr(0, colon));
  if (!is_host(url.host)) return std::nullopt;
  if (colon < authority.size()) {
    const auto port = port_of(authority.substr(colon + 1));
    if (!port) return std::nullopt;
    if (!is_own_port(url.scheme, *port)) url.port = *port;
  }
  const std::string_view target = rest.substr(end);
  const std::size_t question = std::min(target.find('?'), target.size());
  url.path = question == 0 ? "/" : std::string(target.substr(0, question));
  if (question < target.size()) url.query = target.substr(question + 1);
  return url;
}

std::string authority_of(const Url& url) { return url.port.empty() ? url.host : url.host + ":" + url.port; }

std::string origin_of(const Url& url) { return url.scheme + "://" + authority_of(url); }

}  // namespace herald::aws_sns
