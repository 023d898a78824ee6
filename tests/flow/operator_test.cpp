// What an operator without a server may do, and what the service manager hears.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "tests/flow/heraldctl.hpp"
#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

Ended ctl(std::vector<std::string> words) {
  words.insert(words.begin(), built("bin/heraldctl").string());
  return run_to_end(std::move(words), std::chrono::seconds{30});
}

TEST(ConfigCheck, NamesEverythingThatIsWrongAtOnceAndTouchesNoData) {
  const TemporaryDirectory directory;
  const std::string data = (directory.path() / "data").string();
  EXPECT_EQ(ctl({"--set", "data.dir=" + data, "config", "check"}).status, 0);
  const Ended refused = ctl(
      {"--set", "data.dir=" + data, "--set", "http.threads=0", "--set", "log.level=loud", "config", "check"});
  EXPECT_EQ(refused.status, 1) << refused.output;
  for (const char* key : {"http.threads", "log.level"})
    EXPECT_NE(refused.output.find(key), std::string::npos) << refused.output;
  EXPECT_FALSE(std::filesystem::exists(data));
}

TEST(Keyfile, IsMadeOnceAndServesAServer) {
  const TemporaryDirectory directory;
  const std::string path = (directory.path() / "ring").string();
  const Ended made = ctl({"keyfile", "create", path});
  ASSERT_EQ(made.status, 0) << made.output;
  const std::string ring = read_file(path);
  EXPECT_EQ(made.output.find(ring.substr(ring.size() - 20, 10)), std::string::npos) << "shows the key";
  EXPECT_NE(ctl({"keyfile", "create", path}).status, 0);
  EXPECT_EQ(read_file(path), ring);
  const Daemon daemon{Dialect::Sqlite, {.settings = {"vault.keyfile=" + path}}};
  EXPECT_FALSE(std::filesystem::exists(daemon.directory() / "vault.key"));
}

TEST(FirstKeyCommand, OpensAFreshServer) {
  const Daemon daemon{Dialect::Sqlite};
  const Ended made = heraldctl(daemon, {"apikey", "first", "--json"});
  ASSERT_EQ(made.status, 0) << made.output;
  Tenant tenant{daemon.port(), json::parse(made.output).at("key")};
  EXPECT_EQ(tenant.call("GET", "/channels").status, 200);
}

/// The socket of a service manager; processes started meanwhile know of it. [one thread]
class Manager {
 public:
  Manager() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = (directory_.path() / "notify").string();
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const timeval limit{.tv_sec = 30, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    ::setenv("WATCHDOG_USEC", "400000", 1);
  }
  ~Manager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(socket_);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;
  /// What comes next; empty when nothing does.
  [[nodiscard]] std::string hear() const {
    std::array<char, 256> text{};
    const auto size = ::recv(socket_, text.data(), text.size(), 0);
    return size > 0 ? std::string{text.data(), static_cast<std::size_t>(size)} : std::string{};
  }

 private:
  TemporaryDirectory directory_;
  int socket_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

TEST(ServiceManager, HearsWhenTheServerServesThatItLivesAndWhenItStops) {
  const Manager manager;
  Daemon daemon{Dialect::Sqlite};
  std::vector<std::string> heard{manager.hear(), manager.hear(), manager.hear()};
  EXPECT_NE(std::ranges::find(heard, "READY=1"), heard.end());
  EXPECT_GE(std::ranges::count(heard, "WATCHDOG=1"), 2);
  EXPECT_EQ(daemon.stop(), 0);
  std::string last = manager.hear();
  while (last == "WATCHDOG=1") last = manager.hear();
  EXPECT_EQ(last, "STOPPING=1");
}

}  // namespace
}  // namespace herald::test
