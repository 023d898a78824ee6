#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/child.hpp"
#include "tests/support/http_client.hpp"

namespace herald::test {

enum class Dialect { Sqlite, Mysql };
/// For the names of parameterised tests.
std::string to_text(Dialect dialect);
void PrintTo(Dialect dialect, std::ostream* out);

/// Where a program or plugin of this build is.
std::filesystem::path built(const std::string& below);

/// A fresh database. On MySQL it is one of the server that the tests of this process share.
std::string fresh_storage_url(Dialect dialect, const std::filesystem::path& directory);

struct DaemonOptions {
  std::vector<std::string> settings{};  ///< further `key=value`
  std::filesystem::path plugins{};      ///< a directory of the test's own; empty: see `only`
  /// Plugins of this build that are loaded, each of which costs every start; empty: all of them.
  std::vector<std::string> only{"sandbox"};
};

/// `heraldd` of this build in a directory of its own: its data, its database, its port and its log survive
/// kill9() and stop(). Killed when the object goes. [one thread, but for what is const]
class Daemon final {
 public:
  /// Starts it; throws std::runtime_error with the end of the log when it does not come up.
  explicit Daemon(Dialect dialect, DaemonOptions options = {});
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Starts the process again on the same data and waits until it serves.
  void start();
  /// Starts the process without waiting for anything.
  void launch();
  /// Waits until a launched process serves; throws as the constructor does.
  void await_ready();
  /// SIGKILL.
  void kill9();
  /// SIGHUP: look at the plugins again.
  void hang_up();
  /// SIGTERM without waiting for the end.
  void terminate();
  /// The exit status once it has ended, at most after `limit`; nothing when it still runs.
  std::optional<int> wait(std::chrono::milliseconds limit);
  /// SIGTERM; the exit status (see Child::wait).
  int stop();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const;
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_.path(); }
  [[nodiscard]] const std::string& storage_url() const { return storage_url_; }
  [[nodiscard]] Dialect dialect() const { return dialect_; }
  [[nodiscard]] pid_t pid() const { return process_->pid(); }
  /// The command line, for starting it in another way.
  [[nodiscard]] std::vector<std::string> command() const;
  /// Everything it said on its outputs and in its log file so far.
  [[nodiscard]] std::string log() const;

  /// Over the local socket of the operator.
  [[nodiscard]] HttpReply admin(const std::string& method, const std::string& target,
                                const std::string& body = {}) const;
  /// Makes a tenant and answers a key for it; throws when the answers are not 201.
  [[nodiscard]] std::string make_key(const std::string& tenant_name) const;

 private:
  [[nodiscard]] std::filesystem::path choose_plugins() const;
  Dialect dialect_;
  DaemonOptions options_;
  TemporaryDirectory directory_;
  TemporaryDirectory chosen_;  ///< plugins
  std::string storage_url_;
  std::uint16_t port_;
  std::unique_ptr<Child> process_;
};

/// A tenant's view of the REST API. [one thread]
class Tenant final {
 public:
  Tenant(std::uint16_t port, std::string key) : client_{port}, key_{std::move(key)} {}

  /// `path` below /api/v1/communication; a body makes the request's Content-Type JSON.
  HttpReply call(const std::string& method, const std::string& path, const std::string& body = {},
                 Headers more = {});
  /// Makes a channel; throws when the answer is not 201. Answers its id.
  std::string make_channel(const nlohmann::json& draft);
  HttpReply post(const nlohmann::json& message, const std::string& idempotency_key = {});
  /// Sends a message; throws when the answer is not 201. Answers its id.
  std::string send(const nlohmann::json& message);
  /// The message with attempts and timeline; throws when the answer is not 200.
  nlohmann::json message(const std::string& id);
  /// The message once its first attempt shows its exchange: the channel log is written after the settlement.
  nlohmann::json with_exchange(const std::string& id);
  /// Looks until the message has that status, and answers it as it then is (or as it is at the end of the
  /// time).
  nlohmann::json await(const std::string& id, const std::string& status,
                       std::chrono::milliseconds limit = std::chrono::seconds{20} * kPace);
  /// All messages, newest first, without attempts and timeline.
  std::vector<nlohmann::json> messages();
  [[nodiscard]] const std::string& key() const { return key_; }

 private:
  HttpClient client_;
  std::string key_;
};

}  // namespace herald::test
