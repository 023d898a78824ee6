#include "host/plugins/verify.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "host/base/hex.hpp"
#include "host/plugins/descriptor.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

std::string reason_text(int number) { return std::generic_category().message(number); }

std::string mode_text(mode_t mode) {
  std::string text{"mode 0000"};
  for (std::size_t i = 0; i < 4; ++i) text[8 - i] = static_cast<char>('0' + ((mode >> (3 * i)) & 7U));
  return text;
}

Result<Done> check_owner(const struct stat& status, const std::string& what) {
  if (status.st_uid == 0 || status.st_uid == ::geteuid()) return Done{};
  return refusal("unsafe_owner", what + " owned by root or uid " + std::to_string(::geteuid()),
                 "uid " + std::to_string(status.st_uid));
}

Result<Done> check_directory(const fs::path& directory) {
  struct stat status{};
  if (::lstat(directory.c_str(), &status) != 0)
    return refusal("unreadable", directory.string(), reason_text(errno));
  auto owned = check_owner(status, directory.string());
  if (!owned) return owned;
  const bool shared = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
  const bool sticky = (status.st_mode & S_ISVTX) != 0 && status.st_uid == 0;
  if (shared && !sticky)
    return refusal("unsafe_mode", directory.string() + " not writable by group or others",
                   mode_text(status.st_mode));
  return Done{};
}

Result<Done> check_directories(const fs::path& file) {
  std::error_code failed;
  fs::path directory = fs::canonical(file.parent_path().empty() ? "." : file.parent_path(), failed);
  if (failed) return refusal("unreadable", file.parent_path().string(), failed.message());
  for (;; directory = directory.parent_path()) {
    auto checked = check_directory(directory);
    if (!checked || directory == directory.root_path()) return checked;
  }
}

Result<Done> check_file(const struct stat& status, const fs::path& path, std::size_t most_bytes) {
  if (!S_ISREG(status.st_mode)) return refusal("not_regular", "a regular file", "another kind of file");
  if (static_cast<std::uintmax_t>(status.st_size) > most_bytes)
    return refusal("too_large", "at most " + std::to_string(most_bytes) + " bytes",
                   std::to_string(status.st_size));
  auto owned = check_owner(status, path.string());
  if (!owned) return owned;
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return refusal("unsafe_mode", path.string() + " not writable by group or others",
                   mode_text(status.st_mode));
  return Done{};
}

/// Reads to the end, or one byte more than `most_bytes` when the file grows meanwhile.
Result<std::string> read_all(const Descriptor& file, std::size_t most_bytes) {
  std::string bytes;
  std::array<char, 65536> piece{};
  for (;;) {
    const ssize_t got = ::read(file.number(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refusal("unreadable", "a readable file", reason_text(errno));
    if (got == 0) return bytes;
    bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (bytes.size() > most_bytes)
      return refusal("too_large", "at most " + std::to_string(most_bytes) + " bytes", "more");
  }
}

}  // namespace

std::string digest_of(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> raw{};
  crypto_hash_sha256(raw.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return to_hex({reinterpret_cast<const char*>(raw.data()), raw.size()});
}

Result<PluginFile> read_verified(const fs::path& path, std::size_t most_bytes) {
  // O_NONBLOCK: a fifo must be refused, not waited for.
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
  if (!file && errno == ELOOP) return refusal("not_regular", "a regular file", "a symbolic link");
  if (!file) return refusal("unreadable", "a readable file", reason_text(errno));
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return refusal("unreadable", "a file status", reason_text(errno));
  const auto checked = check_file(status, path, most_bytes);
  if (!checked) return checked.error();
  const auto above = check_directories(path);
  if (!above) return above.error();
  auto bytes = read_all(file, most_bytes);
  if (!bytes) return bytes.error();
  std::string digest = digest_of(*bytes);
  return PluginFile{path, *std::move(bytes), std::move(digest), status.st_uid == 0};
}

}  // namespace herald::plugins
