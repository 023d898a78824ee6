#include "tests/support/mariadb.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <mariadb/mysql.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>

namespace herald::support {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kServer = "/usr/sbin/mariadbd";
constexpr const char* kInstaller = "/usr/bin/mariadb-install-db";
constexpr auto kStartLimit = std::chrono::seconds{60};
constexpr auto kPollEvery = milliseconds{20};

/// A port that was free a moment ago.
int free_port() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool found = ::bind(fd, generic, size) == 0 && ::getsockname(fd, generic, &size) == 0;
  ::close(fd);
  if (!found) throw std::runtime_error{"no free port on 127.0.0.1"};
  return ntohs(address.sin_port);
}

/// A directory that goes when its owner goes.
struct Directory {
  Directory() {
    std::string name = "/tmp/herald-mariadb-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make a directory in /tmp"};
    path = name;
  }
  ~Directory() {
    std::error_code ignored;  // a destructor has nobody to tell
    fs::remove_all(path, ignored);
  }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  fs::path path{};
};

/// A child process, killed by its own id when its owner goes.
class Process {
 public:
  Process(std::vector<std::string> command, const fs::path& log) {
    std::vector<char*> arguments;
    for (std::string& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    pid_ = ::fork();
    if (pid_ == 0) {  // between fork and exec only what is async-signal-safe
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
      ::execv(arguments[0], arguments.data());
      ::_exit(127);
    }
    ::close(out);
    if (pid_ < 0) throw std::runtime_error{"cannot fork"};
    fd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));  // the header of glibc 2.36 is not for C++
  }
  ~Process() {
    if (!reaped_) {  // else the id may be somebody else's by now
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    ::close(fd_);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// The exit status (-1 after a signal), or nothing while it still runs after `limit`.
  std::optional<int> wait(milliseconds limit) {
    pollfd entry{fd_, POLLIN, 0};
    if (reaped_ || ::poll(&entry, 1, static_cast<int>(limit.count())) <= 0) return std::nullopt;
    int status = 0;
    ::waitpid(pid_, &status, 0);
    reaped_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_{-1};
  int fd_{-1};
  bool reaped_{false};
};

std::string tail(const fs::path& log) {
  std::ifstream file{log};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  return text.substr(text.size() - std::min<std::size_t>(text.size(), 2000));
}

void check_name(const std::string& name) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
  if (name.empty() || name.find_first_not_of(kAllowed) != std::string::npos)
    throw std::invalid_argument{"database name: expected a-z, 0-9 and _, found '" + name + "'"};
}

}  // namespace

MariadbSession::MariadbSession(const fs::path& socket, const std::string& database, const std::string& user)
    : link_{::mysql_init(nullptr), ::mysql_close} {
  ::mysql_options(link_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  constexpr unsigned kLongest = 60;  // seconds: a server may be stuck
  for (const auto limit : {MYSQL_OPT_CONNECT_TIMEOUT, MYSQL_OPT_READ_TIMEOUT})
    ::mysql_options(link_.get(), limit, &kLongest);
  const char* schema = database.empty() ? nullptr : database.c_str();
  if (::mysql_real_connect(link_.get(), nullptr, user.c_str(), "", schema, 0, socket.c_str(), 0) == nullptr)
    throw SqlRefused{::mysql_errno(link_.get()), ::mysql_error(link_.get())};
}

std::vector<SqlRow> MariadbSession::rows(const std::string& sql) {
  if (::mysql_real_query(link_.get(), sql.data(), sql.size()) != 0)
    throw SqlRefused{::mysql_errno(link_.get()), ::mysql_error(link_.get())};
  const std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> result{::mysql_store_result(link_.get()),
                                                                ::mysql_free_result};
  std::vector<SqlRow> found;
  if (!result) return found;
  const unsigned columns = ::mysql_num_fields(result.get());
  while (MYSQL_ROW cells = ::mysql_fetch_row(result.get())) {
    const unsigned long* sizes = ::mysql_fetch_lengths(result.get());
    SqlRow& row = found.emplace_back(columns);
    for (unsigned i = 0; i < columns; ++i)
      if (cells[i] != nullptr) row[i] = std::string{cells[i], sizes[i]};
  }
  return found;
}

struct Mariadb::Server {
  Directory directory{};
  int port{free_port()};
  std::unique_ptr<Process> process{};

  [[nodiscard]] fs::path log() const { return directory.path / "server.log"; }
  [[nodiscard]] fs::path socket() const { return directory.path / "socket"; }

  [[nodiscard]] std::vector<std::string> command(const char* program) const {
    std::vector<std::string> words{program, "--no-defaults",
                                   "--datadir=" + (directory.path / "data").string(), "--skip-name-resolve",
                                   // In /tmp two servers that start at once take each other's tables.
                                   "--tmpdir=" + directory.path.string()};
    if (::geteuid() == 0) words.emplace_back("--user=root");
    return words;
  }

  void install() {
    auto words = command(kInstaller);
    words.insert(words.end(), {"--auth-root-authentication-method=normal", "--skip-test-db"});
    Process installer{std::move(words), log()};
    if (installer.wait(kStartLimit) != 0)
      throw std::runtime_error{"mariadb-install-db failed: " + tail(log())};
  }

  void start(const std::string& user) {
    auto words = command(kServer);
    words.insert(words.end(), {"--socket=" + socket().string(), "--skip-networking=0",
                               "--bind-address=127.0.0.1", "--port=" + std::to_string(port),
                               "--innodb-flush-log-at-trx-commit=1", "--innodb-buffer-pool-size=128M"});
    process = std::make_unique<Process>(std::move(words), log());
    const auto limit = steady_clock::now() + kStartLimit;
    while (!ready(user)) {
      if (process->wait(kPollEvery) || steady_clock::now() > limit)
        throw std::runtime_error{"mariadbd did not start: " + tail(log())};
    }
  }

  [[nodiscard]] bool ready(const std::string& user) const {
    try {
      MariadbSession{socket(), {}, user}.run("select 1");
      return true;
    } catch (const SqlRefused&) {
      return false;  // not listening yet; start() has the time limit
    }
  }
};

Mariadb::Mariadb() : server_{std::make_unique<Server>()} {
  server_->install();
  server_->start("root");
  MariadbSession root{server_->socket(), {}, "root"};
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    root.run("create user herald@'" + host + "' identified by ''");
    root.run("grant all privileges on *.* to herald@'" + host + "' with grant option");
  }
}

Mariadb::~Mariadb() = default;

fs::path Mariadb::socket() const { return server_->socket(); }
int Mariadb::port() const { return server_->port; }

void Mariadb::create_database(const std::string& name) {
  check_name(name);
  MariadbSession{socket()}.run("create database " + name + " character set utf8mb4 collate utf8mb4_bin");
}

void Mariadb::kill() { server_->process.reset(); }

void Mariadb::restart() {
  kill();
  server_->start("herald");
}

Mariadb& shared_mariadb() {
  static Mariadb server;  // ends with the process; one for all suites, since starting takes seconds
  return server;
}

}  // namespace herald::support
