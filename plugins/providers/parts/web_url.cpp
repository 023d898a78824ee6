#include "plugins/providers/parts/web_url.hpp"

#include <algorithm>

namespace herald::provider {
namespace {

constexpr std::size_t kLongestUrl = 4000;

bool is_host_of(std::string_view host, std::string_view pattern) {
  if (!pattern.starts_with("*.")) return host == pattern;
  pattern.remove_prefix(1);
  return host.size() > pattern.size() && host.ends_with(pattern) &&
         std::all_of(host.begin(), host.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
         });
}

}  // namespace

std::string_view origin_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  return url.substr(0, std::min(url.find_first_of("/?#", scheme + 3), url.size()));
}

bool is_url_of(std::string_view url, std::initializer_list<std::string_view> hosts,
               std::string_view api_url) {
  constexpr std::string_view kHttps = "https://";
  const bool plain = url.size() <= kLongestUrl && std::all_of(url.begin(), url.end(), [](char c) {
                       return c >= '!' && c <= '~' && c != '\\' && c != '#';
                     });
  const std::string_view origin = origin_of(url);
  if (!plain || origin.empty() || origin.size() == url.size()) return false;
  if (!api_url.empty() && origin == origin_of(api_url)) return true;
  return origin.starts_with(kHttps) && std::ranges::any_of(hosts, [&](std::string_view pattern) {
           return is_host_of(origin.substr(kHttps.size()), pattern);
         });
}

}  // namespace herald::provider
