#include "plugins/providers/twilio/signed_url.hpp"

#include <algorithm>
#include <string>

namespace herald::twilio {
using namespace provider;
namespace {

constexpr std::string_view kQueryLiterals = "-_.!~*'()";

struct UrlParts {
  std::string scheme{};     ///< with "://"
  std::string user_info{};  ///< with "@", or empty
  std::string host{};       ///< an IPv6 host keeps its brackets
  std::string port{};       ///< with ":", or empty
  std::string path{};
  std::string query{};  ///< without "?"
  bool has_query{};
};

UrlParts split(std::string_view url) {
  UrlParts parts;
  const std::size_t scheme_end = url.find("://") + 3;
  parts.scheme = url.substr(0, scheme_end);
  url.remove_prefix(scheme_end);
  const std::size_t authority_end = std::min(url.find_first_of("/?"), url.size());
  std::string_view authority = url.substr(0, authority_end);
  url.remove_prefix(authority_end);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    parts.user_info = authority.substr(0, at + 1);
    authority.remove_prefix(at + 1);
  }
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool port = colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  parts.host = authority.substr(0, port ? colon : authority.size());
  if (port) parts.port = authority.substr(colon);
  const std::size_t mark = url.find('?');
  parts.has_query = mark != std::string_view::npos;
  parts.path = url.substr(0, std::min(mark, url.size()));
  if (parts.has_query) parts.query = url.substr(mark + 1);
  return parts;
}

void add_new(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

std::vector<std::string> port_forms(const UrlParts& parts) {
  std::vector<std::string> forms{parts.port};
  add_new(forms, parts.port.empty() ? (parts.scheme == "http://" ? ":80" : ":443") : "");
  return forms;
}

std::vector<std::string> query_forms(const UrlParts& parts) {
  if (!parts.has_query) return {""};
  std::vector<std::string> forms{"?" + parts.query};
  std::string escaped = "?";
  for (const char c : parts.query) escaped += c == '\'' ? std::string("%27") : std::string(1, c);
  add_new(forms, std::move(escaped));
  add_new(forms, "?" + query_encode(form_decode(parts.query)));
  return forms;
}

std::vector<std::string> path_forms(const UrlParts& parts) {
  if (parts.path.empty()) return {"", "/"};
  if (parts.path == "/") return {"/", ""};
  return {parts.path};
}

std::vector<std::string> user_forms(const UrlParts& parts) {
  if (parts.user_info.empty()) return {""};
  return {"", parts.user_info};
}

}  // namespace

std::vector<std::string> signed_url_forms(std::string_view url) {
  url = url.substr(0, url.find('#'));
  if (url.find("://") == std::string_view::npos) return {std::string(url)};
  const UrlParts parts = split(url);
  std::vector<std::string> forms;
  for (const std::string& user : user_forms(parts))
    for (const std::string& query : query_forms(parts))
      for (const std::string& port : port_forms(parts))
        for (const std::string& path : path_forms(parts))
          forms.push_back(parts.scheme + user + parts.host + port + path + query);
  return forms;
}

std::string query_encode(const Fields& fields) {
  std::vector<std::string_view> names;
  for (const Field& field : fields)
    if (std::find(names.begin(), names.end(), field.name) == names.end()) names.push_back(field.name);
  std::string out;
  for (const std::string_view name : names) {
    for (const Field& field : fields) {
      if (field.name != name) continue;
      if (!out.empty()) out += '&';
      out += percent_encoded(field.name, kQueryLiterals);
      out += '=';
      out += percent_encoded(field.value, kQueryLiterals);
    }
  }
  return out;
}

}  // namespace herald::twilio
