#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::storage {

enum class Dialect { Sqlite, Mysql };

/// Where the data lives: `sqlite:///path` or `mysql://user@host:port/db?socket=…`. [value]
struct StorageUrl {
  Dialect dialect{Dialect::Sqlite};
  std::string path{};  ///< SQLite file
  std::string host{};
  int port{3306};
  std::string user{};
  std::string password{};  ///< never part of the URL; from storage.password_file
  std::string database{};
  std::string socket{};
  std::string tls_ca{};
  std::string tls_certificate{};
  std::string tls_key{};
  /// How long one statement waits for a lock that somebody else holds.
  std::chrono::seconds lock_wait{10};
  /// A server ends the connection, with what it has not committed, when nothing was asked for so long; 0: as
  /// the server is set. So a process that stands still holds no lock for longer.
  std::chrono::seconds idle_limit{0};
};

/// Invalid/"bad_storage_url" says which part was not understood; a password in the URL is refused.
Result<StorageUrl> parse_storage_url(std::string_view text);

}  // namespace herald::storage
