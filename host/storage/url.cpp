#include "host/storage/url.hpp"

#include <charconv>

namespace herald::storage {
namespace {

Error bad(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_storage_url", .detail = "storage.url: " + std::move(detail)};
}

bool plain(std::string_view text) { return text.find_first_of("' \"\\\t\n") == std::string_view::npos; }

std::string_view take_until(std::string_view& rest, char mark) {
  const auto end = rest.find(mark);
  const std::string_view head = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return head;
}

Result<Done> read_query(std::string_view query, StorageUrl& url) {
  while (!query.empty()) {
    std::string_view pair = take_until(query, '&');
    const std::string name{take_until(pair, '=')};
    if (name == "socket") {
      url.socket = pair;
    } else if (name == "tls_ca") {
      url.tls_ca = pair;
    } else if (name == "tls_certificate") {
      url.tls_certificate = pair;
    } else if (name == "tls_key") {
      url.tls_key = pair;
    } else {
      return bad("unknown option '" + name + "'; known are socket, tls_ca, tls_certificate, tls_key");
    }
  }
  return Done{};
}

Result<Done> read_authority(std::string_view authority, StorageUrl& url) {
  const auto at = authority.rfind('@');
  if (at == std::string_view::npos) return bad("expected mysql://user@host:port/database");
  url.user = authority.substr(0, at);
  if (url.user.find(':') != std::string::npos)
    return bad(
        "a password does not belong into the URL; put it into the file named by storage.password_file");
  std::string_view host = authority.substr(at + 1);
  if (const auto colon = host.rfind(':'); colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc{} || end != port.data() + port.size() || url.port < 1 || url.port > 65535)
      return bad("expected a port from 1 to 65535, found '" + std::string{port} + "'");
    host = host.substr(0, colon);
  }
  url.host = host;
  return Done{};
}

Result<StorageUrl> parse_mysql(std::string_view rest) {
  StorageUrl url{.dialect = Dialect::Mysql};
  std::string_view query = rest;
  std::string_view address = take_until(query, '?');
  const std::string_view authority = take_until(address, '/');
  url.database = address;
  if (auto done = read_authority(authority, url); !done) return std::move(done).error();
  if (auto done = read_query(query, url); !done) return std::move(done).error();
  if (url.user.empty() || url.database.empty()) return bad("user and database are required");
  for (const std::string* part :
       {&url.user, &url.host, &url.database, &url.socket, &url.tls_ca, &url.tls_certificate, &url.tls_key})
    if (!plain(*part)) return bad("blanks, quotes and backslashes are not allowed");
  return url;
}

}  // namespace

Result<StorageUrl> parse_storage_url(std::string_view text) {
  constexpr std::string_view kSqlite = "sqlite://";
  constexpr std::string_view kMysql = "mysql://";
  if (text.starts_with(kMysql)) return parse_mysql(text.substr(kMysql.size()));
  if (!text.starts_with(kSqlite))
    return bad("expected sqlite:///path or mysql://user@host:port/database, found '" + std::string{text} +
               "'");
  StorageUrl url{.dialect = Dialect::Sqlite, .path = std::string{text.substr(kSqlite.size())}};
  if (url.path.empty() || url.path.front() != '/')
    return bad("the path of a SQLite file must be absolute: sqlite:///path");
  if (!plain(url.path)) return bad("blanks, quotes and backslashes are not allowed in the path");
  return url;
}

}  // namespace herald::storage
