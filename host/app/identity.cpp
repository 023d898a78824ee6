#include "host/app/identity.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "host/base/hex.hpp"

namespace herald::app {
namespace {

std::string words(int error) { return std::generic_category().message(error); }

}  // namespace

Result<FileLock> FileLock::take(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0)
    return Error{.code = Errc::Unavailable,
                 .reason = "cannot_lock",
                 .detail = path + ": cannot be opened: " + words(errno)};
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return FileLock{descriptor};
  const int error = errno;
  ::close(descriptor);
  if (error == EWOULDBLOCK)
    return Error{.code = Errc::Conflict,
                 .reason = "already_running",
                 .detail = path + " is locked: another heraldd or heraldctl uses this data; stop it first"};
  return Error{.code = Errc::Unavailable,
               .reason = "cannot_lock",
               .detail = path + ": cannot be locked: " + words(error)};
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<std::vector<FileLock>> hold_data(const Config& config) {
  std::vector<std::string> paths{config.data_dir + "/lock"};
  if (config.storage.dialect == storage::Dialect::Sqlite) paths.push_back(config.storage.path + ".lock");
  std::vector<FileLock> locks;
  for (const std::string& path : paths) {
    auto lock = FileLock::take(path);
    if (!lock) return std::move(lock).error();
    locks.push_back(*std::move(lock));
  }
  return locks;
}

Result<Done> prepare_directory(const std::string& path) {
  std::error_code error;
  if (std::filesystem::create_directories(path, error); !error && !std::filesystem::is_directory(path, error))
    error = std::make_error_code(std::errc::not_a_directory);
  if (error)
    return Error{.code = Errc::Invalid,
                 .reason = "bad_data_dir",
                 .detail = "data.dir " + path + ": " + error.message()};
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0 || facts.st_uid != ::geteuid())
    return Error{.code = Errc::Invalid,
                 .reason = "bad_data_dir",
                 .detail = "data.dir " + path + ": expected a directory of this user, found another owner"};
  if ((facts.st_mode & 0077U) != 0 && ::chmod(path.c_str(), 0700) != 0)
    return Error{.code = Errc::Invalid,
                 .reason = "bad_data_dir",
                 .detail = "data.dir " + path + ": cannot be closed to others: " + words(errno)};
  return Done{};
}

Result<std::string> node_name(const std::string& data_dir, const std::string& wanted, Random& random) {
  if (!wanted.empty()) return wanted;
  const std::string path = data_dir + "/node.id";
  std::string name;
  std::ifstream{path} >> name;
  if (!name.empty()) return name;
  name = "node-" + to_hex(random.bytes(6));
  std::ofstream out{path};
  out << name << "\n";
  out.flush();
  if (!out)
    return Error{.code = Errc::Unavailable, .reason = "cannot_write", .detail = path + ": cannot be written"};
  return name;
}

}  // namespace herald::app
