#include "tests/unit/egress/own_network.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace herald::egress::test {
namespace {

std::string failed(const std::string& what) { return what + ": " + std::strerror(errno); }

/// A file of this process alone in the place of one of the machine's.
bool replace(const std::string& path, const std::string& text) {
  std::string name = std::filesystem::temp_directory_path() / "own_network_XXXXXX";
  const int made = ::mkstemp(name.data());
  if (made < 0) return false;
  ::close(made);
  std::ofstream{name} << text;
  const bool mounted = ::mount(name.c_str(), path.c_str(), nullptr, MS_BIND, nullptr) == 0;
  std::filesystem::remove(name);  // the mount keeps it
  return mounted;
}

/// Root over what is its own: the namespaces that come with it.
bool map_user(uid_t user, gid_t group) {
  std::ofstream{"/proc/self/setgroups"} << "deny";
  std::ofstream{"/proc/self/uid_map"} << "0 " << user << " 1";
  std::ofstream{"/proc/self/gid_map"} << "0 " << group << " 1";
  return ::getuid() == 0;
}

}  // namespace

std::string enter_own_network() {
  const uid_t user = ::geteuid();
  const gid_t group = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET) != 0) return failed("unshare");
  if (!map_user(user, group)) return failed("uid_map");
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return failed("private mounts");
  if (!replace("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n"))
    return failed("resolv.conf");
  if (!replace("/etc/nsswitch.conf", "hosts: dns\n")) return failed("nsswitch.conf");
  const int made = std::system(
      "ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo");
  return made == 0 ? "" : "ip(8) cannot make every address this machine's";
}

}  // namespace herald::egress::test
