#include "host/vault/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "host/vault/key_ring.hpp"

namespace herald::vault {
namespace {

constexpr std::size_t kMaxBytes = 64UL * 1024;

/// Owns a file descriptor.
class File {
 public:
  File(const std::string& path, int flags, mode_t mode = 0)
      : fd_{::open(path.c_str(), flags | O_CLOEXEC, mode)} {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error failed(Errc code, std::string_view reason, const std::string& path, std::string_view what) {
  return {.code = code, .reason = std::string{reason}, .detail = path + ": " + std::string{what}};
}

Error failed_write(const std::string& path) {
  return failed(Errc::Unavailable, "keyfile_write", path, std::generic_category().message(errno));
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(fd) == 0;
}

/// A new name survives a power cut only once its directory is synced.
bool sync_directory_of(const std::string& path) {
  const auto parent = std::filesystem::path{path}.parent_path();
  const File directory{parent.empty() ? "." : parent.string(), O_RDONLY | O_DIRECTORY};
  return directory.is_open() && ::fsync(directory.fd()) == 0;
}

std::string mode_text(mode_t mode) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777U));
  return text.data();
}

/// Why the opened file is refused; empty when it is fine. Asks the descriptor, not the name: no race.
std::string objection(int fd) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) return std::generic_category().message(errno);
  if (!S_ISREG(info.st_mode)) return "expected a regular file";
  if (info.st_uid != ::geteuid()) {
    return "expected owner " + std::to_string(::geteuid()) + ", found " + std::to_string(info.st_uid);
  }
  if ((info.st_mode & 077U) != 0) return "expected mode 0600, found " + mode_text(info.st_mode);
  if (info.st_size > static_cast<off_t>(kMaxBytes)) return "expected at most 64 KiB";
  return {};
}

}  // namespace

Result<Done> write_new_file(const std::string& path, std::string_view text) {
  const File file{path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, S_IRUSR | S_IWUSR};
  if (!file.is_open() && errno == EEXIST) {
    return failed(Errc::Conflict, "keyfile_exists", path, "expected no file there, found one");
  }
  if (!file.is_open() || !write_all(file.fd(), text) || !sync_directory_of(path)) return failed_write(path);
  return Done{};
}

Result<Done> replace_file(const std::string& path, std::string_view text) {
  const std::string fresh = path + ".new";
  // What an interrupted earlier try left behind.
  if (::unlink(fresh.c_str()) != 0 && errno != ENOENT) return failed_write(fresh);
  if (auto done = write_new_file(fresh, text); !done) return done;
  if (::rename(fresh.c_str(), path.c_str()) != 0 || !sync_directory_of(path)) return failed_write(path);
  return Done{};
}

Result<std::string> read_private_file(const std::string& path) {
  const File file{path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK};
  if (!file.is_open()) {
    const std::string why = errno == ELOOP ? "expected a regular file, found a symbolic link"
                                           : std::generic_category().message(errno);
    return failed(Errc::Invalid, "keyfile_refused", path, why);
  }
  if (const std::string why = objection(file.fd()); !why.empty()) {
    return failed(Errc::Invalid, "keyfile_refused", path, why);
  }
  // Sized once: growing would leave copies of the keys in freed memory.
  std::string text(kMaxBytes, '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t count = ::read(file.fd(), text.data() + filled, text.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      wipe(text);
      return failed(Errc::Unavailable, "keyfile_read", path, std::generic_category().message(errno));
    }
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  text.resize(filled);
  return text;
}

}  // namespace herald::vault
