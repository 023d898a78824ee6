#include "host/plugins/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "host/plugins/descriptor.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

Error not_written(const std::string& step, const fs::path& path, int number) {
  return {Errc::Unavailable, "staging_failed",
          step + ' ' + path.string() + ": " + std::generic_category().message(number)};
}

Result<Done> write_all(const Descriptor& file, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.number(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return not_written("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return Done{};
}

Result<Done> write_new(const fs::path& path, std::string_view bytes, unsigned mode) {
  ::unlink(path.c_str());  // left by a crash; open() below reports any other trouble
  const Descriptor copy{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!copy) return not_written("create", path, errno);
  auto written = write_all(copy, bytes, path);
  if (!written) return written;
  if (::fchmod(copy.number(), mode) != 0) return not_written("protect", path, errno);
  if (::fsync(copy.number()) != 0) return not_written("sync", path, errno);
  return Done{};
}

Result<Done> sync_directory(const fs::path& directory) {
  const Descriptor handle{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!handle || ::fsync(handle.number()) != 0) return not_written("sync", directory, errno);
  return Done{};
}

}  // namespace

Result<Done> write_durably(const fs::path& path, std::string_view bytes, unsigned mode) {
  const fs::path draft =
      path.parent_path() / ('.' + path.filename().string() + '.' + std::to_string(::getpid()));
  auto written = write_new(draft, bytes, mode);
  if (!written) return written;
  if (std::rename(draft.c_str(), path.c_str()) != 0) return not_written("rename to", path, errno);
  return sync_directory(path.parent_path());
}

}  // namespace herald::plugins
