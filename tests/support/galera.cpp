#include "tests/support/galera.hpp"

#include <pwd.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/child.hpp"
#include "tests/support/http_client.hpp"

namespace herald::support {
namespace {

namespace fs = std::filesystem;
using test::Child;
using test::eventually;

constexpr const char* kProvider = "/usr/lib/galera/libgalera_smm.so";
constexpr const char* kUser = "nobody";
constexpr auto kStartLimit = std::chrono::seconds{60};

/// Open for the user that the servers run as; what is in it is nobody's secret.
void hand_over(const fs::path& path) {
  const passwd* user = ::getpwnam(kUser);
  if (::geteuid() != 0 || user == nullptr) return;
  const auto give = [&](const fs::path& one) {
    if (::lchown(one.c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error{"cannot hand " + one.string() + " to " + kUser};
  };
  give(path);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator{path}) give(entry.path());
}

std::vector<std::string> words_of(const char* program, const fs::path& directory) {
  std::vector<std::string> words;
  if (::geteuid() == 0)  // in this order: a change of the user would undo the death signal
    words = {"/usr/bin/setpriv", std::string{"--reuid="} + kUser, "--regid=nogroup", "--clear-groups",
             "--pdeathsig=KILL"};
  words.insert(words.end(), {"/usr/bin/env", "PATH=" + directory.string() + ":/usr/sbin:/usr/bin:/sbin:/bin",
                             program, "--no-defaults", "--datadir=" + (directory / "data").string(),
                             "--skip-name-resolve", "--tmpdir=" + directory.string()});
  return words;
}

std::string tail_of(const fs::path& file) {
  const std::string text = test::read_file(file);
  return text.substr(text.size() - std::min<std::size_t>(text.size(), 12000));
}

/// What comes after the last `mark` up to the end of its line.
std::string after_last(const std::string& text, const std::string& mark) {
  const auto found = text.rfind(mark);
  if (found == std::string::npos) return {};
  const auto begin = found + mark.size();
  return text.substr(begin, text.find_first_of(" \n", begin) - begin);
}

}  // namespace

struct Galera::Server {
  test::TemporaryDirectory directory{};
  int port{test::free_port()};
  int group_port{test::free_port()};
  int transfer_port{test::free_port()};
  std::unique_ptr<Child> process{};
  bool heard{true};  ///< not cut off

  [[nodiscard]] fs::path log() const { return directory.path() / "log"; }
  [[nodiscard]] fs::path socket() const { return directory.path() / "socket"; }
  [[nodiscard]] std::string group_address() const { return "127.0.0.1:" + std::to_string(group_port); }

  void prepare() const {
    fs::permissions(directory.path(), fs::perms{0755});
    fs::copy(HERALD_SOURCE_DIR "/tests/support/wsrep_sst_position", directory.path());
  }
  void install() {
    prepare();
    hand_over(directory.path());
    auto words = words_of("/usr/bin/mariadb-install-db", directory.path());
    words.insert(words.end(), {"--auth-root-authentication-method=normal", "--skip-test-db"});
    Child installer{std::move(words), log()};
    if (installer.wait(kStartLimit) != 0)
      throw std::runtime_error{"mariadb-install-db failed: " + tail_of(log())};
  }
  void copy_from(const Server& other) {
    prepare();
    fs::copy(other.directory.path() / "data", directory.path() / "data", fs::copy_options::recursive);
    hand_over(directory.path());
  }

  [[nodiscard]] std::vector<std::string> command(const std::string& cluster) const {
    auto words = words_of("/usr/sbin/mariadbd", directory.path());
    words.insert(
        words.end(),
        {"--socket=" + socket().string(), "--skip-networking=0", "--bind-address=127.0.0.1",
         "--port=" + std::to_string(port), "--innodb-flush-log-at-trx-commit=1",
         "--innodb-buffer-pool-size=96M", "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2",
         "--wsrep-on=ON", std::string{"--wsrep-provider="} + kProvider, "--wsrep-cluster-name=herald",
         "--wsrep-node-address=127.0.0.1", "--wsrep-sst-method=position",
         "--wsrep-cluster-address=gcomm://" + cluster,
         "--wsrep-provider-options=gmcast.listen_addr=tcp://" + group_address() +
             ";ist.recv_addr=127.0.0.1:" + std::to_string(transfer_port) +
             ";gcache.size=64M;pc.recovery=no;evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;"
             "evs.suspect_timeout=PT2S;evs.inactive_timeout=PT4S;repl.causal_read_timeout=PT5S"});
    return words;
  }

  void start(const std::string& cluster, std::vector<std::string> more, const std::string& user) {
    auto words = command(cluster);
    words.insert(words.end(), more.begin(), more.end());
    process = std::make_unique<Child>(std::move(words), log());
    const bool up = eventually([&] { return !process->running() || ready(user); }, kStartLimit);
    if (!up || !process->running()) throw std::runtime_error{"mariadbd did not start: " + tail_of(log())};
  }
  [[nodiscard]] bool ready(const std::string& user) const {
    try {
      return MariadbSession{socket(), {}, user}.rows("show status like 'wsrep_ready'").at(0).at(1) == "ON";
    } catch (const SqlRefused&) {
      return false;  // not listening yet
    }
  }
  void stop() {
    process->signal(SIGTERM);
    if (process->wait(kStartLimit) != 0) throw std::runtime_error{"mariadbd did not stop: " + tail_of(log())};
  }
  /// How far its data had come when it was killed.
  std::string position() const {
    auto words = command("");
    words.emplace_back("--wsrep-recover");
    const fs::path told = directory.path() / "recovered";
    Child recovery{std::move(words), told};
    if (recovery.wait(kStartLimit) != 0) throw std::runtime_error{"no position: " + tail_of(told)};
    return after_last(test::read_file(told), "Recovered position: ");
  }
};

bool has_galera() { return fs::exists(kProvider); }

Galera::Galera(std::size_t size, std::string database) {
  for (std::size_t i = 0; i < size; ++i) servers_.push_back(std::make_unique<Server>());
  Server& first = *servers_[0];
  first.install();
  // All begin with the same data at the same position, so that nobody needs a copy of the whole.
  first.start("", {"--wsrep-new-cluster"}, "root");
  MariadbSession root{first.socket(), {}, "root"};
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    root.run("create user herald@'" + host + "' identified by ''");
    root.run("grant all privileges on *.* to herald@'" + host + "' with grant option");
  }
  root.run("create database " + database + " character set utf8mb4 collate utf8mb4_bin");
  first.stop();
  for (std::size_t i = 1; i < size; ++i) servers_[i]->copy_from(first);
  first.start("", {"--wsrep-new-cluster"}, "herald");
  for (std::size_t i = 1; i < size; ++i) servers_[i]->start(first.group_address(), {}, "herald");
}

Galera::~Galera() = default;

int Galera::port(std::size_t node) const { return servers_.at(node)->port; }
fs::path Galera::socket(std::size_t node) const { return servers_.at(node)->socket(); }
void Galera::kill(std::size_t node) { servers_.at(node)->process.reset(); }

void Galera::cut(std::size_t node) {
  servers_.at(node)->process->signal(SIGSTOP);
  servers_.at(node)->heard = false;
}

void Galera::heal(std::size_t node) {
  servers_.at(node)->process->signal(SIGCONT);
  servers_.at(node)->heard = true;
}

void Galera::restart(std::size_t node) {
  std::string cluster;
  for (std::size_t i = 0; i < servers_.size(); ++i)
    if (i != node) cluster += (cluster.empty() ? "" : ",") + servers_[i]->group_address();
  Server& server = *servers_.at(node);
  server.start(cluster, {"--wsrep-start-position=" + server.position()}, "herald");
}

int Galera::seen_by(std::size_t node) const {
  if (!servers_.at(node)->heard) return 0;
  try {
    MariadbSession session{servers_.at(node)->socket()};
    if (session.rows("show status like 'wsrep_cluster_status'").at(0).at(1) != "Primary") return 0;
    return std::stoi(session.rows("show status like 'wsrep_cluster_size'").at(0).at(1).value());
  } catch (const SqlRefused&) {
    return 0;
  }
}

}  // namespace herald::support
