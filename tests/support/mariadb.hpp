#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

struct st_mysql;

namespace herald::support {

/// One row as text; nothing stands for NULL.
using SqlRow = std::vector<std::optional<std::string>>;

/// A statement that the database refused. `code` is the database's own number.
struct SqlRefused : std::runtime_error {
  SqlRefused(unsigned number, const std::string& text) : std::runtime_error{text}, code{number} {}
  unsigned code;
};

/// One connection over the socket, as user `herald` unless told otherwise. [one thread]
/// Throws SqlRefused when it cannot connect or a statement fails.
class MariadbSession final {
 public:
  explicit MariadbSession(const std::filesystem::path& socket, const std::string& database = {},
                          const std::string& user = "herald");

  void run(const std::string& sql) { (void)rows(sql); }
  std::vector<SqlRow> rows(const std::string& sql);

 private:
  std::unique_ptr<st_mysql, void (*)(st_mysql*)> link_;
};

/// A MariaDB server of its own for a test: fresh data in a directory of its own under /tmp, reached over a
/// Unix socket and a free port of 127.0.0.1 as user `herald` without a password. Commits are durable, so that
/// kill() shows what a crash leaves. Making one takes some seconds; share it (shared_mariadb). The server
/// ends with the object, and also with the thread that made or restarted it. [one thread] Throws
/// std::runtime_error with the end of the server's log when it does not start.
class Mariadb final {
 public:
  Mariadb();
  ~Mariadb();
  Mariadb(const Mariadb&) = delete;
  Mariadb& operator=(const Mariadb&) = delete;

  [[nodiscard]] std::filesystem::path socket() const;
  [[nodiscard]] int port() const;

  /// Makes an empty utf8mb4_bin database; `name` is lower-case letters, digits and underscores.
  void create_database(const std::string& name);

  /// SIGKILL: what has not been committed is lost.
  void kill();
  /// Starts the server again on the same data, socket and port; kills it first if it runs.
  void restart();

 private:
  struct Server;
  std::unique_ptr<Server> server_;
};

/// The server that all tests of this process share, made at the first call. A static object that uses it must
/// be complete after it, so that it goes before it.
Mariadb& shared_mariadb();

}  // namespace herald::support
