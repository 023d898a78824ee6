#include "host/plugins/stage.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "host/plugins/descriptor.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

Error failed(const std::string& step, const fs::path& path, int number) {
  return {Errc::Unavailable, "staging_failed",
          step + ' ' + path.string() + ": " + std::generic_category().message(number)};
}

Result<Done> prepare(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return failed("create", directory, error.value());
  struct statvfs mount{};
  if (::statvfs(directory.c_str(), &mount) != 0) return failed("look at", directory, errno);
  if ((mount.f_flag & ST_NOEXEC) != 0)
    return Error{Errc::Unavailable, "noexec",
                 "expected " + directory.string() +
                     " (below data.dir) on a mount that allows execution, found the mount option noexec"};
  return Done{};
}

Result<Done> write_all(const Descriptor& file, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.number(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return Done{};
}

Result<Done> write_copy(const PluginFile& file, const fs::path& path) {
  ::unlink(path.c_str());  // left by a crash; open() below reports any other trouble
  const Descriptor copy{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!copy) return failed("create", path, errno);
  auto written = write_all(copy, file.bytes, path);
  if (!written) return written;
  if (::fchmod(copy.number(), 0444) != 0) return failed("protect", path, errno);
  if (::fsync(copy.number()) != 0) return failed("sync", path, errno);
  return Done{};
}

Result<Done> sync_directory(const fs::path& directory) {
  const Descriptor handle{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!handle || ::fsync(handle.number()) != 0) return failed("sync", directory, errno);
  return Done{};
}

}  // namespace

Result<fs::path> stage(const PluginFile& file, const fs::path& data_dir) {
  const fs::path directory = fs::absolute(data_dir) / "plugins";
  const auto prepared = prepare(directory);
  if (!prepared) return prepared.error();
  const fs::path target = directory / (file.digest + ".so");
  // Replacing a copy that is mapped would be harmless, yet the same path must keep meaning the same inode.
  const auto kept = read_verified(target, file.bytes.size());
  if (kept && kept->digest == file.digest) return target;

  const fs::path draft = directory / ('.' + file.digest + '.' + std::to_string(::getpid()));
  const auto written = write_copy(file, draft);
  if (!written) return written.error();
  if (std::rename(draft.c_str(), target.c_str()) != 0) return failed("rename to", target, errno);
  const auto durable = sync_directory(directory);
  if (!durable) return durable.error();
  return target;
}

}  // namespace herald::plugins
