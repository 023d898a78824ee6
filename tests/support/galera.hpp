#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/mariadb.hpp"

namespace herald::support {

/// A Galera cluster of MariaDB servers on 127.0.0.1, run by an unprivileged user, with one database. A server
/// that stops answering is put out of the cluster within some seconds. [one thread] Throws std::runtime_error
/// with the end of a server's log when one does not start.
class Galera final {
 public:
  explicit Galera(std::size_t size, std::string database);
  ~Galera();
  Galera(const Galera&) = delete;
  Galera& operator=(const Galera&) = delete;

  [[nodiscard]] int port(std::size_t node) const;
  [[nodiscard]] std::filesystem::path socket(std::size_t node) const;
  /// SIGKILL.
  void kill(std::size_t node);
  /// Starts a killed server again; it fetches what it missed from the others.
  void restart(std::size_t node);
  /// As if cut off from the network: it neither hears nor says anything until heal().
  void cut(std::size_t node);
  void heal(std::size_t node);
  /// How many servers this one sees in its cluster, 0 while it is not part of the primary one.
  [[nodiscard]] int seen_by(std::size_t node) const;

 private:
  struct Server;
  std::vector<std::unique_ptr<Server>> servers_;
};

/// Whether the Galera library is installed.
bool has_galera();

}  // namespace herald::support
